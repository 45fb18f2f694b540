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

  /** Checks the gradients of all learnt arrays. */
  public void checkGradients(String prefix, Parameters parameters, double tolerance) {
    parameters
        .learnt()
        .forEach((name, array) -> check(prefix + name, array.getGradient(), tolerance));
  }

  /** Checks an array against the golden tensor. */
  public void check(String name, NDArray actual, double tolerance) {
    assertEquals(get(name).length, actual.size(), name);
    assertArrayEquals(get(name), actual.toFloatArray(), (float) tolerance, name);
  }
}
