package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * AdamW (Loshchilov and Hutter, 2019) with gradients clipped by their global norm.
 *
 * <pre>
 *   g ← g · min(1, clip / ‖all g‖)
 *   m ← β₁ m + (1 − β₁) g            v ← β₂ v + (1 − β₂) g²
 *   w ← w − rate · decay · w − rate · m̂ / (√v̂ + ε),   m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)
 * </pre>
 *
 * <p>β = (0.9, 0.98), ε = 1e-8. Arrays of one axis (biases, gains) and scalars are not decayed. The
 * state is m, v and t: saved and loaded, training continues bit for bit as if it had not stopped.
 */
public final class AdamW implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.98;
  private static final double EPSILON = 1e-8;

  private final Map<String, NDArray> learnt;
  private final NDManager manager;
  private final Map<String, NDArray> mean = new LinkedHashMap<>();
  private final Map<String, NDArray> square = new LinkedHashMap<>();
  private final double decay;
  private final double clip;

  /**
   * An optimiser of the trainable arrays of {@code parameters}.
   *
   * @param decay weight decay
   * @param clip maximum global norm of the gradients
   */
  public AdamW(Parameters parameters, double decay, double clip) {
    this.learnt = parameters.trainable();
    this.manager = parameters.manager().newSubManager();
    this.decay = decay;
    this.clip = clip;
    learnt.forEach(
        (name, array) -> {
          mean.put(name, zeros(array));
          square.put(name, zeros(array));
        });
  }

  /**
   * Updates every trainable array by its gradient and sets the gradients to 0.
   *
   * @param rate learning rate
   * @param step t − 1: the number of earlier steps
   * @return the global norm of the gradients before clipping; if it is not finite, no array changes
   */
  public double step(double rate, long step) {
    return Autograd.infer(
        () -> {
          Map<String, NDArray> gradients = new LinkedHashMap<>();
          learnt.forEach((name, array) -> gradients.put(name, array.getGradient()));
          double norm = norm(gradients);
          if (Double.isFinite(norm)) {
            double scale = Math.min(1, clip / norm);
            gradients.forEach((name, gradient) -> update(name, gradient, rate, step + 1, scale));
          }
          return norm;
        });
  }

  /** The state by name: {@code mean.NAME} and {@code square.NAME} for every trainable array. */
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    mean.forEach((name, array) -> state.put("mean." + name, array));
    square.forEach((name, array) -> state.put("square." + name, array));
    return state;
  }

  /** Frees the state. */
  @Override
  public void close() {
    manager.close();
  }

  private void update(String name, NDArray gradient, double rate, long t, double scale) {
    // DJL's native step takes a rate and an ε that already include the bias corrections of m̂ and
    // v̂.
    double root = Math.sqrt(1 - Math.pow(BETA2, t));
    double corrected = rate * root / (1 - Math.pow(BETA1, t));
    NDArray array = learnt.get(name);
    array
        .getNDArrayInternal()
        .adamUpdate(
            new NDList(array, gradient, mean.get(name), square.get(name)),
            new NDList(array),
            (float) rate,
            (float) corrected,
            (float) (array.getShape().dimension() > 1 ? decay : 0),
            (float) scale,
            -1, // no element-wise clipping
            (float) BETA1,
            (float) BETA2,
            (float) (EPSILON * root),
            false,
            true);
  }

  private double norm(Map<String, NDArray> gradients) {
    NDArray sum = manager.zeros(new Shape());
    for (NDArray gradient : gradients.values()) {
      try (NDArray square = gradient.square()) {
        sum.addi(square.sum());
      }
    }
    return Math.sqrt(sum.getFloat());
  }

  private NDArray zeros(NDArray like) {
    NDArray zeros = manager.zeros(like.getShape());
    NDScope.unregister(zeros);
    return zeros;
  }
}
