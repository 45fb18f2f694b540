package mirrorlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Options outside their domain are bad usage, before any work is done. */
class DomainsTest {
  private static final String SAMPLE =
      Path.of(System.getProperty("mirrorlab.root"), "data", "demos", "sample").toString();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectory(folder.resolve("dir"));
    Files.writeString(folder.resolve("file"), "text");
  }

  private int run(String command) {
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] arguments =
        command.replace("SAMPLE", SAMPLE).replace("TMP", folder.toString()).split(" ");
    return commands.execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "train joint --data SAMPLE --run TMP/new --tau 0 | τ is 0.0; it has to be above 0",
        "train joint --data SAMPLE --run TMP/new --tau -1 | τ is -1.0",
        "train joint --data SAMPLE --run TMP/new --tau NaN | τ is NaN",
        "train joint --data SAMPLE --run TMP/new --tau Infinity | τ is Infinity",
        "train joint --data SAMPLE --run TMP/new --tau 1e-300 | at least 0.000001",
        "train joint --data SAMPLE --run TMP/new --lambda -0.1 | λ_align is -0.1; it has to be 0 or",
        "train joint --data SAMPLE --run TMP/new --lambda NaN | λ_align is NaN",
        "train joint --data SAMPLE --run TMP/new --lambda-ee 0 | λ_EE is 0.0",
        "train joint --data SAMPLE --run TMP/new --lambda-ee Infinity | λ_EE is Infinity",
        "train joint --data SAMPLE --run TMP/new --width 0 | Z is 0; it has to be at least 1",
        "train joint --data SAMPLE --run TMP/new --width 2000000000 | Z is 2000000000; it has to be at",
        "train joint --data SAMPLE --run TMP/new --memory -1 | the memory is -1",
        "train joint --data SAMPLE --run TMP/new --memory 2000000000 | the memory is 2000000000",
        "train joint --data SAMPLE --run TMP/new --map-rate 0 | learning rate is 0.0",
        "train joint --data SAMPLE --run TMP/new --warm-up -1 | the warm-up is -1",
        "train joint --data SAMPLE --run TMP/new --keyframes 0 | keyframes is 0",
        "train joint --data SAMPLE --run TMP/new --keyframes one | 'one' is not an int",
        "train joint --data SAMPLE --run TMP/new --understanding TMP/no | no' is not there",
        "train joint --data SAMPLE --run TMP/new --execution TMP/file | is a file; name a folder",
        "train understanding --data TMP/no --run TMP/new | '--data': 'TMP/no' is not there",
        "train execution --data TMP/file --run TMP/new | file' is a file; name a folder",
        "train execution --data SAMPLE --run TMP/file | '--run': 'TMP/file' cannot be made",
        "train execution --data SAMPLE --run TMP/file/new | since TMP/file is a file",
        "train execution --data SAMPLE --run TMP/new --watched TMP/no | no' is not there",
        "train execution --data SAMPLE --run TMP/new --seed 1.5 | '1.5' is not a long",
        "evaluate control --run TMP/no --data SAMPLE --out TMP/x.json | '--run': 'TMP/no' is",
        "evaluate control --run TMP/dir --data TMP/no --out TMP/x.json | '--data': 'TMP/no'",
        "evaluate control --run TMP/dir --data SAMPLE --out TMP/dir | is a folder; name a file in it",
        "evaluate control --run TMP/dir --data SAMPLE --out TMP/file/x.json | TMP/file is a file",
        "evaluate control --run TMP/dir --data SAMPLE --out TMP/x --save TMP/file | '--save': ",
        "evaluate recognition --run TMP/dir --data SAMPLE --out TMP/x --split all | no split 'all'",
        "evaluate alignment-check --baseline TMP/no --run TMP/dir --data SAMPLE --out TMP/x | '--base",
        "evaluate alignment-check --baseline TMP/dir --run TMP/no --data SAMPLE --out TMP/x | '--run'",
        "evaluate alignment-check --baseline TMP/dir --run TMP/dir --data SAMPLE --out TMP/dir | '--o",
        "probe --understanding TMP/no --execution TMP/dir --data SAMPLE --out TMP/x | '--underst",
        "probe --understanding TMP/dir --execution TMP/no --data SAMPLE --out TMP/x | '--execution'",
        "probe --understanding TMP/dir --execution TMP/dir --data TMP/no --out TMP/x | '--data'",
        "probe --understanding TMP/dir --execution TMP/dir --data SAMPLE --out TMP/dir | '--out'",
        "probe --understanding TMP/dir --execution TMP/dir --data SAMPLE --out TMP/x --draws 0 | '0' is",
        "probe --understanding TMP/dir --execution TMP/dir --data SAMPLE --out TMP/x --draws -3 | '-3'",
        "probe --understanding TMP/dir --execution TMP/dir --data SAMPLE --out TMP/x --rollouts no | no",
        "figures --from TMP/no -o TMP/new | '--from': 'TMP/no' is not there",
        "figures --from TMP/file -o TMP/new | is a file; name a folder",
        "figures --from TMP/dir -o TMP/file | '-o': 'TMP/file' cannot be made",
        "reproduce --out TMP/file | '--out': 'TMP/file' cannot be made",
        "reproduce --out TMP/new --data TMP/file | '--data': 'TMP/file' cannot be made",
        "reproduce --out TMP/new --seeds 0,1,0 | --seeds is [0, 1, 0]; give each seed once",
        "reproduce --out TMP/new --seeds 0,x | 'x' is not a long",
        "data make -o TMP/file | '-o': 'TMP/file' cannot be made",
        "data make -o TMP/new --seed x | 'x' is not a long",
        "data import-rlbench TMP/no TMP/new | 'TMP/no' is not there",
        "data import-rlbench TMP/dir TMP/file | 'TMP/file' cannot be made",
        "data verify SAMPLE --replays -1 | '-1' is not a whole number from 0",
        "world check --seeds 0 | '0' is not a whole number from 1",
        "world show close_jar --variation 20 -o TMP/x.gif | --variation is 20; close_jar has 0 to 19",
        "world show close_jar --variation -1 -o TMP/x.gif | --variation is -1; close_jar has 0 to 19",
        "world show close_jar -o TMP/dir | a folder; name a file in it",
        "world sheet -o TMP/dir | a folder; name a file in it",
        "convert TMP/no --size mini -o TMP/x | 'TMP/no' is not there",
        "convert TMP/dir --size mini -o TMP/x | 'TMP/dir' is a folder; name a file",
        "convert TMP/file --size mini -o TMP/dir | a folder; name a file in it"
      })
  void aValueOutsideItsDomainIsBadUsage(String command, String part) {
    assertEquals(2, run(command), err.toString());
    assertTrue(err.toString().contains(part.replace("TMP", folder.toString())), err.toString());
    assertFalse(err.toString().contains("\tat "), err.toString());
    assertEquals(2, folder.toFile().list().length, "something was made");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "train understanding --profile huge --data SAMPLE --run TMP/new | there is no profile 'huge'",
        "reproduce --profile huge --out TMP/new | there is no profile 'huge'",
        "data make --profile quick --watched -o TMP/new | has no episodes that are only watched",
        "evaluate control --run TMP/dir --data TMP/dir --out TMP/x | is no set of demonstrations",
        "figures --from TMP/dir -o TMP/new | holds no records of a reproduction",
        "train joint --profile sample --data SAMPLE --run TMP/new --understanding-layer x | layer",
        "train joint --profile sample --data SAMPLE --run TMP/new --execution-layer x | coarse stage"
      })
  void whatOnlyTheWorkItselfCanTellIsOneLine(String command, String part) {
    assertEquals(1, run(command), err.toString());
    assertTrue(err.toString().contains(part), err.toString());
    assertEquals(1, err.toString().lines().count(), err.toString());
  }

  @Test
  void aCheckOfNoReplaysIsAllowed() {
    assertEquals(0, run("data verify SAMPLE --replays 0"), out.toString());
  }
}
