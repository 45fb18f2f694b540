package mirrorlab.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mirrorlab.nn.AdamW;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Objective;
import mirrorlab.nn.ParameterGroup;
import mirrorlab.nn.WeightAverage;

/**
 * Training steps on batches that are ready: what {@link mirrorlab.nn.Training} does in a step, with
 * a constant rate.
 */
final class TrainingSide<B> implements Side {
  /** The learning rate of both sides. */
  static final double RATE = 1e-4;

  private static final int ANSWERED = 3; // steps
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private record Part(AdamW optimiser, WeightAverage average) {}

  private final Objective<B> objective;
  private final List<B> batches;
  private final List<Part> parts = new ArrayList<>();
  private final int threads;
  private final List<Runnable> ends;
  private long step;

  /**
   * Steps from where the model is.
   *
   * @param threads per product
   * @param ends actions at the end, such as freeing the model
   */
  TrainingSide(
      Objective<B> objective,
      List<ParameterGroup> groups,
      List<B> batches,
      int threads,
      List<Runnable> ends) {
    this.objective = objective;
    this.batches = batches;
    this.threads = threads;
    this.ends = ends;
    for (ParameterGroup group : groups) {
      parts.add(
          new Part(
              new AdamW(
                  group.parameters(), group.config().weightDecay(), group.config().maxGradNorm()),
              new WeightAverage(group.parameters(), group.config().emaDecay())));
    }
  }

  private double train() {
    B batch = batches.get((int) (step % batches.size()));
    Map<String, Double> losses =
        Autograd.differentiate(() -> objective.losses(batch), objective.lossWeights());
    for (Part part : parts) {
      part.optimiser.step(RATE, step);
      part.average.update(step + 1);
    }
    step++;
    return losses.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  @Override
  public Timing run(long n) throws Exception {
    JniUtils.setNumThreads(threads);
    try {
      return Timing.of(n, this::train);
    } finally {
      JniUtils.setNumThreads(1);
    }
  }

  /** CPU seconds of this thread for the parts of one step, by name. */
  Map<String, Double> parts() {
    B batch = batches.get((int) (step % batches.size()));
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put(
        "loss",
        cpu(() -> Autograd.infer(() -> objective.losses(batch).values().forEach(NDArray::size))));
    double whole =
        cpu(() -> Autograd.differentiate(() -> objective.losses(batch), objective.lossWeights()));
    parts.put("gradients", whole - parts.get("loss"));
    parts.put("optimiser", cpu(() -> this.parts.forEach(it -> it.optimiser.step(RATE, step))));
    parts.put("average", cpu(() -> this.parts.forEach(it -> it.average.update(step + 1))));
    parts.put("batch", cpu(() -> objective.batch(step)));
    step++;
    return parts;
  }

  private static double cpu(Runnable work) {
    long before = THREADS.getCurrentThreadCpuTime();
    work.run();
    return (THREADS.getCurrentThreadCpuTime() - before) / 1e9;
  }

  /** The losses of the first steps. */
  @Override
  public double[] answer() {
    double[] losses = new double[ANSWERED];
    for (int i = 0; i < ANSWERED; i++) {
      losses[i] = train();
    }
    return losses;
  }

  @Override
  public void close() {
    for (Part part : parts) {
      part.optimiser.close();
      part.average.close();
    }
    ends.forEach(Runnable::run);
  }
}
