package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Golden tensors that PyTorch's own layers computed; see {@code src/test/python}. */
public final class Golden {
  /** What 32-bit floats leave of a gradient that is 0, as a bias's before a normalisation. */
  private static final double ROUNDING = 1e-6;

  private final Map<String, float[]> values = new TreeMap<>();

  /** Reads a resource beside the named class. */
  public Golden(Class<?> test, String resource) {
    try (InputStream in = test.getResourceAsStream(resource);
        NDManager manager = NDManager.newBaseManager()) {
      for (NDArray array : NDList.decode(manager, in)) {
        values.put(array.getName(), array.toFloatArray());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of one tensor. */
  public float[] get(String name) {
    return values.get(name);
  }

  /** Sets arrays to the golden tensors of the same names below {@code prefix}. */
  public void fill(String prefix, Map<String, NDArray> arrays) {
    Map<String, NDArray> golden = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) ->
            golden.put(name, array.getManager().create(get(prefix + name), array.getShape())));
    Weights.copy(golden, arrays);
    golden.values().forEach(NDArray::close);
  }

  /**
   * Checks the gradients of all learnt arrays.
   *
   * @param tolerance as a part of an array's largest gradient, but at most this, so that small
   *     gradients are checked as well
   */
  public void checkGradients(String prefix, Parameters parameters, double tolerance) {
    parameters
        .trainable()
        .forEach(
            (name, array) -> {
              double allowed = Math.min(1, largest(prefix + name)) * tolerance + ROUNDING;
              check(prefix + name, array.getGradient(), allowed);
            });
  }

  private double largest(String name) {
    double largest = 0;
    for (float value : get(name)) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** Checks an array against the golden tensor. */
  public void check(String name, NDArray actual, double tolerance) {
    assertEquals(get(name).length, actual.size(), name);
    assertArrayEquals(get(name), actual.toFloatArray(), (float) tolerance, name);
  }
}
