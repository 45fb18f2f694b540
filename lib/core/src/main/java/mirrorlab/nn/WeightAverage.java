package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An exponential moving average of the trainable arrays, which acts better than the weights of any
 * one step.
 *
 * <pre>  a ← d·a + (1 − d)·w,   d = min(decay, 1 − 1/(1 + t/10)) after step t</pre>
 *
 * <p>The bound keeps the first steps' weights from lingering.
 */
public final class WeightAverage implements AutoCloseable {
  private final Map<String, NDArray> learnt;
  private final Map<String, NDArray> average = new LinkedHashMap<>();
  private final NDManager manager;
  private final double decay;

  /** Starts at the current weights. */
  public WeightAverage(Parameters parameters, double decay) {
    this.learnt = parameters.trainable();
    this.manager = parameters.manager().newSubManager();
    this.decay = decay;
    learnt.forEach(
        (name, array) -> {
          NDArray copy = manager.zeros(array.getShape());
          NDScope.unregister(copy);
          average.put(name, copy);
        });
    Weights.copy(learnt, average);
  }

  /** Adds the weights after step t, counted from 1. */
  public void update(long t) {
    float d = (float) Math.min(decay, 1 - 1 / (1 + t / 10.0));
    Autograd.infer(
        () ->
            average.forEach((name, a) -> a.muli(d).addi(Tensors.scaled(learnt.get(name), 1 - d))));
  }

  /** The averages by the trainable arrays' names. */
  public Map<String, NDArray> arrays() {
    return average;
  }

  /** Frees the averages. */
  @Override
  public void close() {
    manager.close();
  }
}
