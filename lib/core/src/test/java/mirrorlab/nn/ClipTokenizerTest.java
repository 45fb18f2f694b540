package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClipTokenizerTest {
  private static final int LENGTH = 32;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("merges.txt.gz");
  }

  /** A text and its ids, computed by {@code src/test/python/clip_golden.py}. */
  record Golden(String text, int[] ids) {}

  static Golden[] golden() throws Exception {
    try (Reader reader =
        new InputStreamReader(
            ClipTokenizerTest.class.getResourceAsStream("clip_tokens.json"),
            StandardCharsets.UTF_8)) {
      return new Gson().fromJson(reader, Golden[].class);
    }
  }

  private static Path learnt() throws Exception {
    return Path.of(ClipTokenizerTest.class.getResource("clip_merges.txt.gz").toURI());
  }

  private ClipTokenizer of(int length, String... lines) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return ClipTokenizer.read(file, length);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithAnIndependentTokenizer(Golden golden) throws Exception {
    ClipTokenizer tokenizer = ClipTokenizer.read(learnt(), LENGTH);
    assertArrayEquals(golden.ids, tokenizer.encode(golden.text), golden.text);
  }

  @Test
  void whatStandsFirstInTheListIsMergedFirst() throws IOException {
    // Ids: ! is 0, hence a 64, b 65, c 66; at a word's end 256 more; merges from 512 on.
    ClipTokenizer tokenizer = of(8, "#version: 0.2", "b c</w>", "a b", "a bc</w>");
    assertEquals(517, tokenizer.size());
    assertEquals(516, tokenizer.end());
    assertArrayEquals(new int[] {515, 514, 516, 0, 0, 0, 0, 0}, tokenizer.encode("abc"));
    assertArrayEquals(new int[] {515, 513, 320, 516, 0, 0, 0, 0}, tokenizer.encode("ABA"));
    assertArrayEquals(new int[] {515, 513, 513, 321, 516, 0, 0, 0}, tokenizer.encode("ababb"));
  }

  @Test
  void whatDoesNotFitIsCutOffAndTheEndStays() throws IOException {
    ClipTokenizer tokenizer = of(4, "#version: 0.2");
    assertArrayEquals(new int[] {512, 320, 321, 513}, tokenizer.encode("a b"));
    assertArrayEquals(new int[] {512, 320, 321, 513}, tokenizer.encode("a b c d"));
    assertArrayEquals(new int[] {512, 513, 0, 0}, tokenizer.encode(""));
  }

  @Test
  void comesBackFromItsFileAndReadsTheSame() throws Exception {
    ClipTokenizer tokenizer = ClipTokenizer.read(learnt(), LENGTH);
    tokenizer.write(file);
    ClipTokenizer again = ClipTokenizer.read(file, LENGTH);
    assertEquals(tokenizer.size(), again.size());
    for (Golden golden : golden()) {
      assertArrayEquals(golden.ids, again.encode(golden.text), golden.text);
    }
  }

  @Test
  void noMoreMergesAreReadThanClipHas() throws IOException {
    String[] lines = new String[60_000];
    Arrays.fill(lines, "a b");
    lines[0] = "#version: 0.2";
    assertEquals(49_408, of(LENGTH, lines).size());
  }

  @Test
  void aMissingFileIsNamedWithWhereToGetIt() {
    Exception e = assertThrows(IOException.class, () -> ClipTokenizer.read(file, LENGTH));
    assertEquals(
        file
            + " is missing; CLIP's list of merges, bpe_simple_vocab_16e6.txt.gz, comes with the"
            + " Python package open_clip_torch and with OpenAI's repository CLIP",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"a", "a  b", "a b c", "a xy", "''"})
  void aDamagedLineIsNamed(String line) {
    Exception e =
        assertThrows(IOException.class, () -> of(LENGTH, "#version: 0.2", "a b", line, "ab c"));
    assertEquals(
        file
            + ", line 3: \""
            + line
            + "\" is not two pieces that are known by then, and a space between",
        e.getMessage());
  }

  @Test
  void aFileOfAnotherKindIsNamed() throws IOException {
    Exception headless = assertThrows(IOException.class, () -> of(LENGTH, "a b"));
    assertEquals(file + " does not begin with a line that holds #version", headless.getMessage());
    Files.writeString(file, "#version: 0.2\na b\n");
    Exception unpacked = assertThrows(IOException.class, () -> ClipTokenizer.read(file, LENGTH));
    assertEquals(file + " is not a whole gzip file: Not in GZIP format", unpacked.getMessage());
  }

  @Test
  void aFileCutShortIsNamed() throws Exception {
    byte[] whole = Files.readAllBytes(learnt());
    for (int bytes : new int[] {0, 5, 100, whole.length - 9}) {
      Files.write(file, Arrays.copyOf(whole, bytes));
      Exception e = assertThrows(IOException.class, () -> ClipTokenizer.read(file, LENGTH));
      assertTrue(e.getMessage().startsWith(file + " is not a whole gzip file: "), e.getMessage());
    }
  }

  @Test
  void aTextHasAtLeastAStartAndAnEnd() {
    assertThrows(IllegalArgumentException.class, () -> ClipTokenizer.read(learnt(), 1));
  }
}
