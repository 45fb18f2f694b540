package mirrorlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import mirrorlab.evaluation.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code probe --pairs}. */
class ProbeCommandTest {
  private static final Path GOLDEN = Path.of("src/test/resources/mirrorlab/experiment/pairs");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int probe(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void pairsAreRecordedAndPrinted() throws Exception {
    Path record = folder.resolve("mine/probe.json");
    int code = probe("probe", "--pairs", GOLDEN + "/pairs.npz", "--out", "" + record);
    assertEquals(0, code, err.toString());
    Result result = Result.read(record.resolveSibling("probe-test-seen.json"));
    assertEquals("pairs.npz", result.run());
    assertTrue(out.toString().contains("execution: late × hidden.0"), out.toString());
    for (String arm : new String[] {"execution", "untrained", "shuffled pairs", "chance"}) {
      assertTrue(out.toString().lines().anyMatch(row -> row.startsWith(arm + " ")), arm);
    }
  }

  @Test
  void anErrorIsOneLine() throws Exception {
    Path labels = folder.resolve("labels.csv");
    Files.writeString(labels, "episode,instruction,task\n0,a,t\n");
    int code =
        probe(
            "probe",
            "--pairs",
            GOLDEN + "/folder",
            "--labels",
            "" + labels,
            "--out",
            folder + "/o.json");
    assertEquals(1, code);
    assertEquals(1, err.toString().lines().count(), err.toString());
  }

  @Test
  void ourEncodersAndOthersExcludeEachOther() {
    assertEquals(2, probe("probe", "--out", folder + "/o.json"));
    assertEquals(
        2,
        probe(
            "probe",
            "--pairs",
            GOLDEN + "/pairs.npz",
            "--data",
            "" + folder,
            "--out",
            folder + "/o.json"));
  }
}
