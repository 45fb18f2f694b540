package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Memory that a training must not take more and more of. */
public final class FlatMemory {
  private static final int STEPS = "all".equals(System.getProperty("mirrorlab.tests")) ? 1000 : 300;
  private static final int EVERY = 50;
  private static final long MOST = 60_000_000; // bytes

  private FlatMemory() {}

  /**
   * Checks that neither the number of arrays nor the memory of the process grows with the steps.
   */
  public static <B> void stays(Trainable<B> model) throws InterruptedException {
    List<Long> resident = new ArrayList<>();
    List<Integer> arrays = new ArrayList<>();
    Training.run(
        model,
        new TrainingConfig(new Schedule(1e-3, 10, STEPS), 0.01, 1, 0.98),
        progress -> {
          arrays.add(model.parameters().manager().getManagedArrays().size());
          if (progress.step() % EVERY == 0) {
            System.gc(); // frees the direct buffers through which batches went
            resident.add(residentBytes());
          }
        });
    assertEquals(arrays.get(10), arrays.get(STEPS - 1));
    long grown = resident.get(resident.size() - 1) - resident.get(1);
    assertTrue(
        grown < MOST,
        String.format(Locale.ROOT, "grew by %d bytes in %d steps", grown, STEPS - 2 * EVERY));
  }

  private static long residentBytes() {
    try {
      // Pages in memory, the second number; 0 where there is no such file.
      Path statm = Path.of("/proc/self/statm");
      return Files.exists(statm) ? 4096 * Long.parseLong(Files.readString(statm).split(" ")[1]) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
