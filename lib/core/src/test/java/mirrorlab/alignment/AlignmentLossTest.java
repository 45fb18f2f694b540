package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import mirrorlab.nn.Tensors;
import org.junit.jupiter.api.Test;

class AlignmentLossTest {
  private static final int BATCH = 16;
  private static final int MEMORY = 2048;
  private static final double SHARP = 0.01;

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
}
