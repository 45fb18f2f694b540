package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mirrorlab.files.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
  private final Vocabulary words = Vocabulary.of(List.of("open the top drawer", "close the jar"));

  @TempDir Path folder;

  @Test
  void putsATextBetweenStartAndEnd() {
    assertEquals(
        List.of(
            "<pad>",
            "<start>",
            "<end>",
            "<unknown>",
            "close",
            "drawer",
            "jar",
            "open",
            "the",
            "top"),
        words.words());
    assertArrayEquals(new int[] {1, 7, 8, 9, 5, 2}, words.encode("open the top drawer"));
    assertArrayEquals(new int[] {1, 4, 8, 6, 2, 0}, words.encode("Close the jar."));
  }

  @Test
  void aWordNeverSeenIsUnknown() {
    assertArrayEquals(new int[] {1, 4, 8, 3, 2, 0}, words.encode("close the window"));
  }

  @Test
  void aTextThatDoesNotFitIsRefused() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> words.encode("open the top of the drawer"));
    assertEquals("the text has 6 words, at most 4 fit: open the top of the drawer", e.getMessage());
  }

  @Test
  void comesBackFromItsFile() throws IOException {
    Path file = folder.resolve("vocabulary.json");
    JsonFile.write(file, words);
    assertEquals(words, JsonFile.read(file, Vocabulary.class));
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    Path file = folder.resolve("vocabulary.json");
    for (String text : List.of("", "{", "{\"words\":[\"a\"],\"length\":5}", "{\"length\":5}")) {
      Files.writeString(file, text);
      Exception e = assertThrows(IOException.class, () -> JsonFile.read(file, Vocabulary.class));
      assertTrue(e.getMessage().startsWith(file + " is not a Vocabulary"), e.getMessage());
    }
  }
}
