package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  private static final Recipe SHORT = recipe(40);

  @TempDir Path folder;

  private static Recipe recipe(long steps) {
    return new Recipe(new Schedule(1e-2, 10, steps), 0.05, 1, 0.9);
  }

  private static float[] trained(long seed, Recipe recipe) {
    try (Toy toy = new Toy(seed)) {
      Training.run(toy, recipe, progress -> {});
      return toy.weights();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void learnsWhereTheDotIs() throws InterruptedException {
    List<Double> losses = new ArrayList<>();
    try (Toy toy = new Toy(1)) {
      Training.run(toy, recipe(400), progress -> losses.add(progress.loss()));
      Toy.Batch unseen = toy.batch(-1);
      float[] places = toy.places(unseen);
      double error = 0;
      for (int i = 0; i < places.length; i++) {
        error += Math.abs(unseen.places()[i] - places[i]) / places.length;
      }
      assertTrue(error < 0.1, "mean error " + error + "; always answering the middle gives 0.25");
    }
    assertEquals(400, losses.size());
    assertTrue(losses.get(399) < losses.get(0) / 10);
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
    assertArrayEquals(trained(1, SHORT), trained(1, SHORT));
    assertThrows(
        AssertionError.class, () -> assertArrayEquals(trained(1, SHORT), trained(2, SHORT)));
  }

  @Test
  void twoTrainingsAtOnceGetTheSameWeightsAsOneAfterTheOther() {
    float[] first = trained(1, SHORT);
    float[] second = trained(2, SHORT);
    for (int round = 0; round < 3; round++) {
      CompletableFuture<float[]> one = CompletableFuture.supplyAsync(() -> trained(1, SHORT));
      CompletableFuture<float[]> two = CompletableFuture.supplyAsync(() -> trained(2, SHORT));
      assertArrayEquals(first, one.join());
      assertArrayEquals(second, two.join());
    }
  }

  @Test
  void anInterruptedTrainingGoesOnToTheSameWeights() throws Exception {
    float[] whole = trained(1, SHORT);
    try (Toy toy = new Toy(1)) {
      RunDirectory run = RunDirectory.create(folder.resolve("run"), SHORT);
      assertThrows(
          InterruptedException.class,
          () ->
              Training.run(
                  toy,
                  SHORT,
                  run,
                  Duration.ofDays(1),
                  progress -> {
                    if (progress.step() == 17) {
                      Thread.currentThread().interrupt();
                    }
                  }));
    }
    try (Toy toy = new Toy(99)) { // whatever weights and batches it would have begun with
      Toy sameBatches = new Toy(1);
      RunDirectory run = RunDirectory.resume(folder.resolve("run"), SHORT);
      Trainable<Toy.Batch> resumed =
          new Trainable<>() {
            @Override
            public Parameters parameters() {
              return toy.parameters();
            }

            @Override
            public Toy.Batch batch(long step) {
              return sameBatches.batch(step);
            }

            @Override
            public Map<String, NDArray> losses(Toy.Batch batch) {
              return toy.losses(batch);
            }
          };
      Training.run(resumed, SHORT, run, Duration.ofDays(1), progress -> {});
      assertArrayEquals(whole, toy.weights());
      sameBatches.close();
    }
    List<String> rows = Files.readAllLines(folder.resolve("run/metrics.csv"));
    assertEquals("step,seconds,rate,row,column", rows.get(0));
    assertEquals(1 + 40, rows.size());
  }
}
