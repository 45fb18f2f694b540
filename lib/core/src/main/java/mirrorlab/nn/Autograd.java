package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Switches this thread's recording of computations for differentiation.
 *
 * <p>DJL's own gradient collector allows one recording in the whole process. PyTorch keeps the
 * switch per thread, and so does this class: several models may be trained at once, each in its own
 * thread, and get the same weights as one after the other.
 */
public final class Autograd {
  static {
    PyTorch.engine(); // loads the library that holds the switch
  }

  private Autograd() {}

  /**
   * Computes without recording, then frees every array that was made meanwhile.
   *
   * @param work returns plain Java values; an array made in it is closed when this returns
   */
  public static <R> R infer(Supplier<R> work) {
    return scoped(false, work);
  }

  /**
   * Runs work that changes arrays in place without recording, then frees every array made
   * meanwhile.
   */
  public static void infer(Runnable work) {
    scoped(
        false,
        () -> {
          work.run();
          return true;
        });
  }

  /**
   * Differentiates a loss that is the plain sum of its parts; see {@link #differentiate(Supplier,
   * Map)}.
   */
  public static Map<String, Double> differentiate(Supplier<Map<String, NDArray>> losses) {
    return differentiate(losses, Map.of());
  }

  /**
   * Computes a loss, adds its derivatives to the gradients of the parameters it depends on, then
   * frees every array that was made meanwhile.
   *
   * <pre>  loss = Σ weight · part</pre>
   *
   * @param losses the named parts of the loss, scalars
   * @param weights of the parts, by name; 1 if missing, 0 for parts that are only measured
   * @return the parts' values, without their weights
   */
  public static Map<String, Double> differentiate(
      Supplier<Map<String, NDArray>> losses, Map<String, Double> weights) {
    return scoped(
        true,
        () -> {
          Map<String, NDArray> parts = losses.get();
          PtNDArray loss =
              (PtNDArray)
                  parts.entrySet().stream()
                      .filter(part -> weights.getOrDefault(part.getKey(), 1.0) != 0)
                      .map(part -> weighted(part.getValue(), weights.get(part.getKey())))
                      .reduce(NDArray::add)
                      .orElseThrow();
          PtNDArray one = (PtNDArray) loss.getManager().ones(loss.getShape());
          JniUtils.backward(loss, one, false, false);
          Map<String, Double> values = new LinkedHashMap<>();
          parts.forEach((name, part) -> values.put(name, (double) part.getFloat()));
          return values;
        });
  }

  private static NDArray weighted(NDArray part, Double weight) {
    return weight == null ? part : Tensors.scaled(part, weight);
  }

  /**
   * Computes an array and frees all others that were made meanwhile; PyTorch itself keeps those
   * that the derivative needs. Without this a deep model holds every array to the end.
   *
   * @param work returns an array that it has made
   */
  static NDArray part(Supplier<NDArray> work) {
    NDArray made;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      made = work.get();
      NDScope.unregister(made);
    }
    NDScope.register(made);
    return made;
  }

  private static <R> R scoped(boolean record, Supplier<R> work) {
    boolean before = JniUtils.isGradMode();
    NDScope scope = new NDScope();
    JniUtils.setGradMode(record);
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(before);
      scope.close();
    }
  }
}
