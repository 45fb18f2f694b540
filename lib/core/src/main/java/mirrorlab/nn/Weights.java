package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arrays of a model in a safetensors file, as 32-bit floats. */
public final class Weights {
  private Weights() {}

  /** Writes the arrays, sorted by name; the file appears whole or not at all. */
  public static void save(Path file, Map<String, NDArray> arrays) throws IOException {
    Map<String, StoredArray> stored = new LinkedHashMap<>();
    arrays.forEach((name, array) -> stored.put(name, stored(name, array)));
    SafetensorsFile.write(file, stored);
  }

  private static StoredArray stored(String name, NDArray array) {
    if (array.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          name + " holds " + array.getDataType() + ", not 32-bit floats");
    }
    return new StoredArray(array.getShape(), NumberType.F32, array::toFloatArray);
  }

  /**
   * Reads a file into existing arrays.
   *
   * @throws IOException if the file is damaged, if its names and shapes are not exactly those of
   *     {@code into}, or if a number is NaN or infinite; the message says which, and no array is
   *     changed
   */
  public static void load(Path file, Map<String, NDArray> into) throws IOException {
    Map<String, StoredArray> found = SafetensorsFile.read(file);
    StoredArrays.check(file, found, shapes(into));
    for (String name : into.keySet()) { // before anything is changed
      StoredArrays.finite(file, name, found.get(name)).read();
    }
    for (Map.Entry<String, NDArray> entry : into.entrySet()) {
      float[] numbers = found.get(entry.getKey()).read();
      NDArray array = entry.getValue();
      Autograd.infer(
          () -> set(array, Tensors.of(array.getManager(), numbers, array.getShape().getShape())));
    }
  }

  /** The shape of each array, by its name. */
  public static Map<String, Shape> shapes(Map<String, NDArray> arrays) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    arrays.forEach((name, array) -> shapes.put(name, array.getShape()));
    return shapes;
  }

  /** Overwrites each array of {@code to} with the one of the same name. */
  static void copy(Map<String, NDArray> from, Map<String, NDArray> to) {
    Autograd.infer(() -> to.forEach((name, array) -> set(array, from.get(name))));
  }

  private static void set(NDArray array, NDArray value) {
    array.set(new NDIndex("..."), value);
  }
}
