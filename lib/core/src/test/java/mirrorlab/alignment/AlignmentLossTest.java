package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Tensors;
import org.junit.jupiter.api.Test;

class AlignmentLossTest {
  private static final int BATCH = 16;
  private static final int MEMORY = 2048;
  private static final double SHARP = 0.01;
  private static final float[][] SIMILARITY = {{2, 0, 1}, {1, 1, 0}, {0, 2, 3}};

  /** How many of each task's instructions the profile {@code full} trains on, 205 in all. */
  private static final int[] INSTRUCTIONS = {
    16, 16, 16, 2, 3, 3, 5, 3, 40, 7, 3, 3, 16, 4, 48, 16, 2, 2
  };

  /** Items as the training deals them: the tasks in turn, of each a random training instruction. */
  private static Labels dealt(int count) {
    Random random = new Random(1);
    int[] episodes = new int[count];
    int[] instructions = new int[count];
    int[] of = new int[count];
    for (int i = 0; i < count; i++) {
      int task = i % INSTRUCTIONS.length;
      of[i] = task;
      instructions[i] = 1000 * task + random.nextInt(INSTRUCTIONS[task]);
      episodes[i] = random.nextInt(5400);
    }
    return new Labels(episodes, instructions, of);
  }

  /** Each item alone on the axis of its number. */
  private static NDArray told(NDManager manager, int[] labels) {
    List<Integer> axes = Arrays.stream(labels).distinct().boxed().toList();
    float[] rows = new float[labels.length * axes.size()];
    for (int i = 0; i < labels.length; i++) {
      rows[i * axes.size() + axes.indexOf(labels[i])] = 1;
    }
    return Tensors.of(manager, rows, labels.length, axes.size());
  }

  private static double[] loss(Pairing pairing, Labels labels, int[] told, int queries) {
    try (NDManager manager = NDManager.newBaseManager()) {
      AlignmentLoss.Side side = new AlignmentLoss.Side(told(manager, told), labels, queries);
      AlignmentLoss loss = AlignmentLoss.of(pairing, side, side, SHARP);
      return new double[] {loss.total().getFloat(), loss.withinTask().getFloat()};
    }
  }

  private static double meanLog(int[] labels) {
    return IntStream.range(0, BATCH)
        .mapToDouble(i -> Math.log(Arrays.stream(labels).filter(x -> x == labels[i]).count()))
        .average()
        .orElseThrow();
  }

  @Test
  void knowingTheTaskAloneLiesAboveKnowingTheInstructionByWhatIsToBeLearntWithinTasks() {
    Labels labels = dealt(BATCH + MEMORY);
    double task = meanLog(labels.tasks());
    double instruction = meanLog(labels.instructions());
    double[] taskOnly = loss(Pairing.INSTRUCTION, labels, labels.tasks(), BATCH);
    double[] perfect = loss(Pairing.INSTRUCTION, labels, labels.instructions(), BATCH);
    assertEquals(task, taskOnly[0], 1e-3);
    assertEquals(instruction, perfect[0], 1e-3);
    assertEquals(task - instruction, taskOnly[1], 1e-3);
    assertEquals(0, perfect[1], 1e-3);
    // What 2,048 remembered pairs of eighteen tasks and 205 instructions leave to be learnt, nats.
    assertEquals(4.74, task, 0.02);
    assertEquals(1.9, task - instruction, 0.25);
  }

  @Test
  void aBatchOfSixteenTasksAloneLeavesNothingToBeLearntWithinThem() {
    Labels labels = dealt(BATCH);
    for (Pairing pairing : Pairing.values()) {
      double[] taskOnly = loss(pairing, labels, labels.tasks(), BATCH);
      assertEquals(0, taskOnly[0], 1e-5, pairing.name());
      assertEquals(0, taskOnly[1], 1e-5, pairing.name());
    }
  }

  @Test
  void withAMemoryNoTwoPairingsAreTheSameLoss() {
    Labels labels = dealt(BATCH + MEMORY);
    List<Double> losses = new ArrayList<>();
    for (Pairing pairing : Pairing.values()) {
      losses.add(loss(pairing, labels, labels.instructions(), BATCH)[0]);
    }
    for (int i = 0; i < losses.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertTrue(Math.abs(losses.get(i) - losses.get(j)) > 0.1, losses.toString());
      }
    }
  }

  @Test
  void whoHasNoPartnerIsLeftOut() {
    try (NDManager manager = NDManager.newBaseManager()) {
      // Item 0 looks for 7, which is not there; item 1 finds its own at cosine 1 beside another at
      // 0.
      NDArray axes = Tensors.of(manager, new float[] {1, 0, 0, 1}, 2, 2);
      NDArray scores = InfoNce.scores(axes, axes, 1);
      NDArray positives = InfoNce.positives(manager, new int[] {7, 1}, new int[] {0, 1});
      assertEquals(Math.log1p(Math.exp(-1)), InfoNce.direction(scores, positives).getFloat(), 1e-6);
      NDArray none = InfoNce.positives(manager, new int[] {7, 8}, new int[] {0, 1});
      assertEquals(0, InfoNce.direction(scores, none).getFloat());
    }
  }

  @Test
  void theLossIsThatOfTheTaskAndThatWithinIt() {
    // Query 0 of task 0 at cosines 1, 0 and 0 to its partner, a stranger of the task and one
    // beyond.
    Labels labels = new Labels(new int[] {0, 1, 2}, new int[] {0, 1, 2}, new int[] {0, 0, 1});
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray axes = Tensors.of(manager, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3, 3);
      AlignmentLoss.Side side = new AlignmentLoss.Side(axes, labels, 1);
      AlignmentLoss loss = AlignmentLoss.of(Pairing.INSTRUCTION, side, side, 0.5);
      assertEquals(Math.log(1 + 2 * Math.exp(-2)), loss.total().getFloat(), 1e-6);
      assertEquals(Math.log(1 + Math.exp(-2)), loss.withinTask().getFloat(), 1e-6);
    }
  }

  @Test
  void withOnePositiveARowItIsTheMeanCrossEntropyOfBothDirections() {
    // Each row and column: log(e¹ + e⁰) − 1.
    assertEquals(Math.log1p(Math.exp(-1)), infoNce(new float[][] {{1, 0}, {0, 1}}, 1, 0, 1), 1e-6);
    // Rows: log(e + 1) − 1 and log 2; columns: log(e + √e) − 1 and log(1 + √e) − ½.
    double rows = Math.log(Math.E + 1) - 1 + Math.log(2);
    double columns = Math.log(Math.E + Math.exp(.5)) - 1 + Math.log(1 + Math.exp(.5)) - .5;
    assertEquals((rows + columns) / 4, infoNce(new float[][] {{1, 0}, {.5f, .5f}}, 1, 0, 1), 1e-6);
    assertEquals(0.6006118, infoNce(SIMILARITY, 1, 0, 1, 2), 1e-6);
  }

  @Test
  void severalPositivesAreAveragedOutsideTheLogarithm() {
    // From the formula in 64 bits, in another language.
    assertEquals(0.9339452, infoNce(SIMILARITY, 1, 0, 0, 1), 1e-6);
  }

  @Test
  void aLowerTemperatureSharpensIt() {
    assertEquals(Math.log1p(Math.exp(-2)), infoNce(new float[][] {{1, 0}, {0, 1}}, .5, 0, 1), 1e-6);
  }

  @Test
  void itsBestValueIsTheLogarithmOfThePositives() {
    float[][] perfect = {{90, 90, 0}, {90, 90, 0}, {0, 0, 90}};
    assertEquals(2 * Math.log(2) / 3, infoNce(perfect, 1, 0, 0, 1), 1e-6);
  }

  @Test
  void theGradientThroughBothMapsIsThatOfFiniteDifferences() {
    try (Parameters parameters = new Parameters(3)) {
      AlignmentMaps maps = new AlignmentMaps(parameters, 5, 4, 6);
      NDManager manager = parameters.manager();
      Random random = new Random(4);
      float[] u = gaussian(random, 20);
      float[] e = gaussian(random, 16);
      Supplier<Map<String, NDArray>> loss =
          () ->
              Map.of(
                  "alignment",
                  infoNce(
                      maps.understanding(manager.create(u, new Shape(4, 5))),
                      maps.execution(manager.create(e, new Shape(4, 4))),
                      0.3,
                      0,
                      1,
                      0,
                      2));
      Autograd.differentiate(loss);
      for (NDArray array : parameters.trainable().values()) {
        float[] found = Autograd.infer(() -> array.getGradient().toFloatArray());
        float[] expected = new float[found.length];
        for (int i = 0; i < found.length; i++) {
          expected[i] =
              (float) ((shifted(array, i, 1e-2f, loss) - shifted(array, i, -1e-2f, loss)) / 2e-2);
        }
        assertArrayEquals(expected, found, 2e-3f);
      }
    }
  }

  private static float shifted(
      NDArray array, int i, float by, Supplier<Map<String, NDArray>> loss) {
    return Autograd.infer(
        () -> {
          NDArray before = array.duplicate();
          float[] values = before.toFloatArray();
          values[i] += by;
          array.set(new NDIndex("..."), array.getManager().create(values, array.getShape()));
          float value = loss.get().get("alignment").getFloat();
          array.set(new NDIndex("..."), before);
          return value;
        });
  }

  private static NDArray infoNce(NDArray u, NDArray e, double temperature, int... labels) {
    int n = labels.length;
    Labels items = new Labels(IntStream.range(0, n).toArray(), labels, new int[n]);
    return AlignmentLoss.of(
            Pairing.INSTRUCTION,
            new AlignmentLoss.Side(u, items, n),
            new AlignmentLoss.Side(e, items, n),
            temperature)
        .total();
  }

  private static double infoNce(float[][] similarity, double temperature, int... labels) {
    try (NDManager manager = NDManager.newBaseManager()) {
      return Autograd.infer(
          () ->
              infoNce(manager.create(similarity), manager.eye(labels.length), temperature, labels)
                  .getFloat());
    }
  }

  private static float[] gaussian(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
