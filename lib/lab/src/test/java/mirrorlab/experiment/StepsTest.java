package mirrorlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepsTest {
  @TempDir Path folder;

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  private Steps.Step step(String name) {
    Path leaves = folder.resolve(name);
    return new Steps.Step(
        name,
        "toy",
        leaves,
        () -> {
          done.add(name);
          Files.writeString(leaves, name);
        });
  }

  private Steps.Step failing(String name) {
    return new Steps.Step(
        name,
        "toy",
        folder.resolve(name),
        () -> {
          throw new IOException(name + " failed");
        });
  }

  private void run(List<List<Steps.Step>> stages) throws Exception {
    new Steps(folder, log::add).run(stages);
  }

  @Test
  void whatLiesThereIsNotDoneAgain() throws Exception {
    List<List<Steps.Step>> stages =
        List.of(List.of(step("a")), List.of(step("b"), step("c")), List.of(step("d")));
    assertThrows(
        Exception.class, () -> run(List.of(stages.get(0), List.of(failing("b")), stages.get(2))));
    assertEquals(List.of("a"), done);
    run(stages);
    assertEquals("a", done.get(0));
    assertEquals("d", done.get(3));
    assertEquals(4, done.size());
    run(stages);
    assertEquals(4, done.size());
    assertEquals("all 4 steps are done", log.get(log.size() - 1));
  }

  @Test
  void tellsWhatIsDoneRunningAndLeft() throws Exception {
    run(List.of(List.of(step("a")), List.of(step("b"))));
    assertEquals("0 of 2 steps are done; now a", log.get(0));
    assertEquals("a: done in 0 s", log.get(1));
    assertEquals("1 of 2 steps are done, about 0 s left; now b", log.get(2));
  }

  @Test
  void aStepThatLeavesNothingIsAFault() {
    Steps.Step empty = new Steps.Step("empty", "toy", folder.resolve("none"), () -> {});
    assertTrue(
        assertThrows(IllegalStateException.class, () -> run(List.of(List.of(empty))))
            .getMessage()
            .contains("left no"));
  }
}
