package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  private static final TrainingConfig SHORT = config(40);

  @TempDir Path folder;

  private static TrainingConfig config(long steps) {
    return new TrainingConfig(new Schedule(1e-2, 10, steps), 0.05, 1, 0.9);
  }

  private static float[] trained(long seed, TrainingConfig config) {
    try (Toy toy = new Toy(seed)) {
      Training.run(toy, config, progress -> {});
      return toy.weights();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void learnsWhereTheDotIs() throws InterruptedException {
    List<Double> losses = new ArrayList<>();
    try (Toy toy = new Toy(1)) {
      Training.run(toy, config(400), progress -> losses.add(progress.loss()));
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
  void theTimeSpentWaitingForSlowBatchesIsTold() throws InterruptedException {
    List<Double> waiting = new ArrayList<>();
    try (Toy toy = new Toy(1)) {
      Trainable<Toy.Batch> slow =
          new Trainable<>() {
            @Override
            public Parameters parameters() {
              return toy.parameters();
            }

            @Override
            public Toy.Batch batch(long step) {
              try {
                Thread.sleep(100);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return toy.batch(step);
            }

            @Override
            public Map<String, NDArray> losses(Toy.Batch batch) {
              return toy.losses(batch);
            }
          };
      Training.run(slow, config(10), progress -> waiting.add(progress.waiting()));
    }
    double share = waiting.get(9);
    assertTrue(0.3 < share && share < 1, "share " + share);
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
    try (Toy toy = new Toy(1)) {
      RunDirectory run = RunDirectory.resume(folder.resolve("run"), SHORT, SHORT);
      List<Long> steps = new ArrayList<>();
      Training.run(toy, SHORT, run, Duration.ofDays(1), progress -> steps.add(progress.step()));
      assertEquals(LongStream.rangeClosed(18, 40).boxed().toList(), steps);
      assertArrayEquals(whole, toy.weights());
    }
    List<String> rows = Files.readAllLines(folder.resolve("run/metrics.csv"));
    assertEquals("step,seconds,rate,row,column", rows.get(0));
    assertEquals(1 + 40, rows.size());
  }

  @Test
  void anInterruptionWhileACheckpointIsWrittenLeavesItWhole() throws Exception {
    try (Toy toy = new Toy(1)) {
      RunDirectory run = RunDirectory.create(folder.resolve("run"), SHORT);
      Thread training = Thread.currentThread();
      Trainable<Toy.Batch> interrupted =
          toy.with(
              step -> {
                if (step == 5) {
                  training.interrupt();
                }
                return toy.batch(step);
              });
      assertThrows(
          InterruptedException.class,
          () -> Training.run(interrupted, SHORT, run, Duration.ZERO, progress -> {}));
      Training.run(toy, SHORT, run, Duration.ZERO, progress -> {});
      assertArrayEquals(trained(1, SHORT), toy.weights());
    }
  }

  @Test
  void aCheckpointHoldsTheModelAsItWouldBeEvaluated() throws Exception {
    try (Toy toy = new Toy(1)) {
      RunDirectory run = RunDirectory.create(folder.resolve("run"), SHORT);
      Training.run(toy, SHORT, run, Duration.ZERO, progress -> {});
      try (Toy other = new Toy(2)) {
        Path weights = folder.resolve("run/checkpoint/weights.safetensors");
        Weights.load(weights, other.parameters.all());
        assertArrayEquals(toy.weights(), other.weights());
      }
    }
  }

  @Test
  void stopsWhereTheLossIsNotANumber() {
    try (Toy toy = new Toy(1)) {
      Trainable<Toy.Batch> spoilt =
          toy.with(step -> step == 5 ? Toy.spoilt(toy.batch(step)) : toy.batch(step));
      List<Long> steps = new ArrayList<>();
      Exception e =
          assertThrows(
              IllegalStateException.class,
              () -> Training.run(spoilt, SHORT, progress -> steps.add(progress.step())));
      assertTrue(
          e.getMessage().startsWith("training diverged at step 5 with learning rate 0.005"),
          e.getMessage());
      assertEquals(List.of(1L, 2L, 3L, 4L, 5L), steps);
      for (float weight : toy.weights()) {
        assertTrue(Float.isFinite(weight));
      }
    }
  }

  @Test
  void aFailureToMakeABatchNamesItsStep() {
    try (Toy toy = new Toy(1)) {
      Trainable<Toy.Batch> failing =
          toy.with(
              step -> {
                if (step == 5) {
                  throw new IllegalArgumentException("no episodes");
                }
                return toy.batch(step);
              });
      Exception e =
          assertThrows(
              IllegalStateException.class, () -> Training.run(failing, SHORT, progress -> {}));
      assertEquals("the batch of step 5 failed: no episodes", e.getMessage());
    }
  }

  /** Every array is of 1 MB, so that a single one left behind a step would be seen. */
  @Test
  void memoryStaysFlat() throws Exception {
    float[] ones = new float[512 * 512];
    Arrays.fill(ones, 1);
    try (Parameters parameters = new Parameters(1)) {
      Linear linear = new Linear(parameters, 512, 512);
      Trainable<float[]> model =
          new Trainable<>() {
            @Override
            public Parameters parameters() {
              return parameters;
            }

            @Override
            public float[] batch(long step) {
              return ones;
            }

            @Override
            public Map<String, NDArray> losses(float[] batch) {
              NDArray x = parameters.manager().create(batch, new Shape(512, 512));
              return Map.of("loss", linear.forward(x).square().mean());
            }
          };
      FlatMemory.stays(model);
    }
  }
}
