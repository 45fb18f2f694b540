package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Trains a model; in a run directory it can be killed at any point and goes on to the same weights.
 *
 * <p>A step depends on the weights, the optimiser's state and the step's number, and a checkpoint
 * holds all three. Several trainings may run at once, each in its own thread.
 */
public final class Training {
  private final Recipe recipe;
  private final Parameters parameters;
  private final AdamW optimiser;
  private final WeightAverage average;

  private Training(Recipe recipe, Parameters parameters, AdamW optimiser, WeightAverage average) {
    this.recipe = recipe;
    this.parameters = parameters;
    this.optimiser = optimiser;
    this.average = average;
  }

  /**
   * Trains a model in memory.
   *
   * @param listener is told after every step, in this thread
   * @throws InterruptedException if this thread was interrupted; the model stays as far as it is
   * @throws IllegalStateException if a loss or a gradient is not finite any more
   */
  public static <B> void run(Trainable<B> model, Recipe recipe, Consumer<Progress> listener)
      throws InterruptedException {
    try {
      run(model, recipe, Journal.NONE, listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * As {@link #run(Trainable, Recipe, Consumer)}, with metrics and checkpoints in a directory, and
   * going on from the newest one there.
   *
   * @param between time from checkpoint to checkpoint; an interruption and the end make one too
   * @return how long all steps took, those before a resumption included
   */
  public static <B> Duration run(
      Trainable<B> model,
      Recipe recipe,
      RunDirectory directory,
      Duration between,
      Consumer<Progress> listener)
      throws IOException, InterruptedException {
    try (Journal journal = new Checkpoints(directory.path(), between)) {
      return run(model, recipe, journal, listener);
    }
  }

  private static <B> Duration run(
      Trainable<B> model, Recipe recipe, Journal journal, Consumer<Progress> listener)
      throws IOException, InterruptedException {
    Parameters parameters = model.parameters();
    try (AdamW optimiser = new AdamW(parameters, recipe.decay(), recipe.clip());
        WeightAverage average = new WeightAverage(parameters, recipe.average())) {
      return new Training(recipe, parameters, optimiser, average).run(model, journal, listener);
    }
  }

  private <B> Duration run(Trainable<B> model, Journal journal, Consumer<Progress> listener)
      throws IOException, InterruptedException {
    Journal.State start = journal.restore(evaluated(), rest());
    long began = System.nanoTime();
    long steps = recipe.schedule().steps();
    long step = start.step();
    double seconds = start.seconds();
    try (Prefetch<B> batches = new Prefetch<>(model::batch, step)) {
      while (step < steps) {
        if (Thread.interrupted()) {
          throw new InterruptedException("training was stopped after step " + step);
        }
        Map<String, Double> losses = step(model, batches.take(step), step);
        double rate = recipe.schedule().rate(step);
        step++;
        double here = (System.nanoTime() - began) / 1e9;
        seconds = start.seconds() + here;
        double left = here / (step - start.step()) * (steps - step);
        Progress progress =
            new Progress(
                step,
                steps,
                losses,
                rate,
                duration(seconds),
                duration(left),
                batches.waited() / here);
        journal.add(progress);
        listener.accept(progress);
        if (journal.due()) {
          journal.save(evaluated(), rest(), new Journal.State(step, seconds));
        }
      }
    } catch (InterruptedException e) {
      journal.save(evaluated(), rest(), new Journal.State(step, seconds));
      throw e;
    }
    journal.save(evaluated(), rest(), new Journal.State(step, seconds));
    Weights.copy(average.arrays(), parameters.learnt());
    return duration(seconds);
  }

  private <B> Map<String, Double> step(Trainable<B> model, B batch, long step) {
    Map<String, Double> losses = Autograd.differentiate(() -> model.losses(batch));
    double rate = recipe.schedule().rate(step);
    double sum = losses.values().stream().mapToDouble(Double::doubleValue).sum();
    // The optimiser does not move anything by a gradient that is not finite.
    if (!Double.isFinite(sum) || !Double.isFinite(optimiser.step(rate, step))) {
      throw new IllegalStateException(
          "training diverged at step "
              + step
              + " with learning rate "
              + rate
              + ": the losses are "
              + losses
              + " or a gradient is not finite; take a lower peak learning rate than "
              + recipe.schedule().peak());
    }
    average.update(step + 1);
    return losses;
  }

  /** The arrays with which the model would be evaluated now. */
  private Map<String, NDArray> evaluated() {
    Map<String, NDArray> arrays = new LinkedHashMap<>(parameters.all());
    arrays.putAll(average.arrays());
    return arrays;
  }

  /** All else that is needed to go on. */
  private Map<String, NDArray> rest() {
    Map<String, NDArray> arrays = optimiser.state();
    parameters.learnt().forEach((name, array) -> arrays.put("last." + name, array));
    return arrays;
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
