package mirrorlab.nn;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether this thread records what it computes, so that it can be differentiated.
 *
 * <p>DJL's own gradient collector allows one recording in the whole process. PyTorch keeps the
 * switch by thread, and so does this class: several models may be trained at once, each in its own
 * thread, and get the same weights as one after the other.
 */
public final class Autograd {
  static {
    Engine.getEngine("PyTorch"); // loads the library that holds the switch
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

  /** As {@link #infer(Supplier)}, for work that changes arrays in place and returns nothing. */
  public static void infer(Runnable work) {
    scoped(
        false,
        () -> {
          work.run();
          return true;
        });
  }

  /**
   * Computes a loss, adds its derivatives to the gradients of the parameters it depends on, then
   * frees every array that was made meanwhile.
   *
   * @param losses the named scalars whose sum is the loss
   * @return their values
   */
  public static Map<String, Double> differentiate(Supplier<Map<String, NDArray>> losses) {
    return scoped(
        true,
        () -> {
          Map<String, NDArray> parts = losses.get();
          PtNDArray loss = (PtNDArray) parts.values().stream().reduce(NDArray::add).orElseThrow();
          PtNDArray one = (PtNDArray) loss.getManager().ones(loss.getShape());
          JniUtils.backward(loss, one, false, false);
          Map<String, Double> values = new LinkedHashMap<>();
          parts.forEach((name, part) -> values.put(name, (double) part.getFloat()));
          return values;
        });
  }

  /**
   * Computes an array and frees all others that were made meanwhile; what the derivative needs of
   * them PyTorch keeps by itself. Without this a deep model holds every array to the end.
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
