package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Trains a model. In a run directory, a training can be killed at any point and resumed to the same
 * weights.
 *
 * <p>A step depends on the weights, the optimiser's state, the {@link Objective#state objective's
 * state} and the step's number, and a checkpoint holds all four. Several trainings may run at once,
 * each in its own thread.
 */
public final class Training {
  private final List<Part> parts = new ArrayList<>();

  private Training(List<ParameterGroup> groups) {
    List<Long> steps = groups.stream().map(g -> g.config().schedule().steps()).distinct().toList();
    if (steps.size() != 1) {
      throw new IllegalArgumentException(
          "groups are trained together, so all take the same number of steps; these take " + steps);
    }
    groups.forEach(group -> parts.add(new Part(group)));
  }

  /**
   * Trains a model in memory.
   *
   * @param listener called after every step, in this thread
   * @throws InterruptedException if this thread was interrupted; the model keeps its current
   *     weights
   * @throws IllegalStateException if a loss or a gradient is no longer finite
   */
  public static <B> void run(Trainable<B> model, TrainingConfig config, Consumer<Progress> listener)
      throws InterruptedException {
    run(model, List.of(only(model, config)), listener);
  }

  /** Trains several groups in memory; see {@link #run(Trainable, TrainingConfig, Consumer)}. */
  public static <B> void run(
      Objective<B> objective, List<ParameterGroup> groups, Consumer<Progress> listener)
      throws InterruptedException {
    try {
      run(objective, groups, CheckpointStore.NONE, listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Trains a model with metrics and checkpoints in a directory, resuming from the newest checkpoint
   * there.
   *
   * @param between time between checkpoints; an interruption and the end make one too
   * @return duration of all steps, including those before a resumption
   */
  public static <B> Duration run(
      Trainable<B> model,
      TrainingConfig config,
      RunDirectory directory,
      Duration between,
      Consumer<Progress> listener)
      throws IOException, InterruptedException {
    return run(model, List.of(only(model, config)), directory, between, listener);
  }

  /**
   * Trains several groups with metrics and checkpoints in a directory; see {@link #run(Trainable,
   * TrainingConfig, RunDirectory, Duration, Consumer)}.
   */
  public static <B> Duration run(
      Objective<B> objective,
      List<ParameterGroup> groups,
      RunDirectory directory,
      Duration between,
      Consumer<Progress> listener)
      throws IOException, InterruptedException {
    try (CheckpointStore journal = new Checkpoints(directory, between)) {
      return run(objective, groups, journal, listener);
    }
  }

  private static <B> ParameterGroup only(Trainable<B> model, TrainingConfig config) {
    return new ParameterGroup("", model.parameters(), config);
  }

  private static <B> Duration run(
      Objective<B> objective,
      List<ParameterGroup> groups,
      CheckpointStore journal,
      Consumer<Progress> listener)
      throws IOException, InterruptedException {
    Training training = new Training(groups);
    try {
      return training.run(objective, journal, listener);
    } finally {
      training.parts.forEach(Part::close);
    }
  }

  private <B> Duration run(
      Objective<B> objective, CheckpointStore journal, Consumer<Progress> listener)
      throws IOException, InterruptedException {
    CheckpointStore.State start = journal.restore(evaluated(), rest(objective));
    long began = System.nanoTime();
    long steps = parts.get(0).group.config().schedule().steps();
    long step = start.step();
    double seconds = start.seconds();
    try (Prefetch<B> batches = new Prefetch<>(objective::batch, step)) {
      while (step < steps) {
        if (Thread.interrupted()) {
          throw new InterruptedException("training was stopped after step " + step);
        }
        Map<String, Double> losses = step(objective, batches.take(step), step);
        Map<String, Double> rates = rates(step);
        step++;
        double here = (System.nanoTime() - began) / 1e9;
        seconds = start.seconds() + here;
        double left = here / (step - start.step()) * (steps - step);
        Progress progress =
            new Progress(
                step,
                steps,
                losses,
                objective.lossWeights(),
                rates,
                duration(seconds),
                duration(left),
                batches.waited() / here);
        journal.add(progress);
        if (journal.due(step)) {
          journal.save(evaluated(), rest(objective), new CheckpointStore.State(step, seconds));
        }
        listener.accept(progress);
      }
    } catch (InterruptedException e) {
      journal.save(evaluated(), rest(objective), new CheckpointStore.State(step, seconds));
      throw e;
    }
    journal.save(evaluated(), rest(objective), new CheckpointStore.State(step, seconds));
    parts.forEach(Part::end);
    return duration(seconds);
  }

  private <B> Map<String, Double> step(Objective<B> objective, B batch, long step) {
    Map<String, Double> losses =
        Autograd.differentiate(() -> objective.losses(batch), objective.lossWeights());
    boolean finite =
        Double.isFinite(losses.values().stream().mapToDouble(Double::doubleValue).sum());
    for (Part part : parts) {
      // The optimiser changes nothing if a gradient is not finite.
      if (!finite || !part.step(step)) {
        Schedule schedule = part.group.config().schedule();
        throw new IllegalStateException(
            "training diverged at step "
                + step
                + " with learning rate "
                + schedule.rate(step)
                + ": the losses are "
                + losses
                + " or a gradient is not finite; take a lower peak learning rate than "
                + schedule.peak()
                + ". (See 'Training diverged' in notebooks/trouble.md.)");
      }
    }
    return losses;
  }

  /** The arrays with which the model would be evaluated now. */
  private Map<String, NDArray> evaluated() {
    return named(Part::evaluated);
  }

  /** Everything else needed to resume. */
  private Map<String, NDArray> rest(Objective<?> objective) {
    Map<String, NDArray> rest = named(Part::rest);
    objective.state().forEach((name, array) -> rest.put("state." + name, array));
    return rest;
  }

  private Map<String, Double> rates(long step) {
    Map<String, Double> rates = new LinkedHashMap<>();
    for (Part part : parts) {
      rates.put(part.group.name(), part.group.config().schedule().rate(step));
    }
    return rates;
  }

  private Map<String, NDArray> named(Function<Part, Map<String, NDArray>> arrays) {
    Map<String, NDArray> all = new LinkedHashMap<>();
    parts.forEach(part -> all.putAll(part.group.named(arrays.apply(part))));
    return all;
  }

  /** A group with its optimiser and weight average. */
  private static final class Part implements AutoCloseable {
    private final ParameterGroup group;
    private final AdamW optimiser;
    private final WeightAverage average;

    Part(ParameterGroup group) {
      this.group = group;
      TrainingConfig config = group.config();
      optimiser = new AdamW(group.parameters(), config.weightDecay(), config.maxGradNorm());
      average = new WeightAverage(group.parameters(), config.emaDecay());
    }

    /** Whether the gradient was finite; if not, nothing changed. */
    boolean step(long step) {
      double rate = group.config().schedule().rate(step);
      boolean finite = Double.isFinite(optimiser.step(rate, step));
      if (finite) {
        average.update(step + 1);
      }
      return finite;
    }

    Map<String, NDArray> evaluated() {
      Map<String, NDArray> arrays = new LinkedHashMap<>(group.parameters().all());
      arrays.putAll(average.arrays());
      return arrays;
    }

    Map<String, NDArray> rest() {
      Map<String, NDArray> arrays = optimiser.state();
      group.parameters().trainable().forEach((name, array) -> arrays.put("last." + name, array));
      return arrays;
    }

    void end() {
      Weights.copy(average.arrays(), group.parameters().trainable());
    }

    @Override
    public void close() {
      optimiser.close();
      average.close();
    }
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
