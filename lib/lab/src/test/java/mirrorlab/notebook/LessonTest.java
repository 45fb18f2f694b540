package mirrorlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import mirrorlab.evaluation.Result;
import org.junit.jupiter.api.Test;

class LessonTest {

  @Test
  void recordsAreThoseOfEverySeedThatHasThem() throws IOException {
    assertEquals(List.of(0L, 1L, 2L), seeds("quickstart", "control-test-seen"));
    assertEquals(List.of(0L, 1L), seeds("full", "recognition-test-seen"));
    assertEquals(List.of(0L), seeds("full", "control-test-seen"));
  }

  private static List<Long> seeds(String profile, String name) throws IOException {
    return Lesson.records(profile, name).stream().map(Result::seed).toList();
  }

  @Test
  void aNameWithoutARecordIsNamedWithItsFolder() {
    IOException missing = assertThrows(IOException.class, () -> Lesson.records("full", "juggling"));
    assertTrue(
        missing
            .getMessage()
            .endsWith("full has no record juggling.json; look for its name in that folder"),
        missing.getMessage());
  }
}
