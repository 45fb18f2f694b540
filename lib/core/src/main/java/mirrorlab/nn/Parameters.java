package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * The named arrays of one model: those that are learnt, and buffers that are only kept.
 *
 * <p>Layers ask for their arrays when they are built; names are joined by dots, as in published
 * checkpoints: {@code new LayerNorm(parameters.at("ln_post"), 96)} makes {@code ln_post.weight} and
 * {@code ln_post.bias}. Initial values depend on the seed and the name alone, so neither the order
 * of construction nor another model can change them.
 */
public final class Parameters implements AutoCloseable {
  private final NDManager manager;
  private final boolean uninitialised;
  private final long seed;
  private final String prefix;
  private final Map<String, NDArray> learnt;
  private final Map<String, NDArray> buffers;

  /** No arrays yet; they will lie on DJL's default device. */
  public Parameters(long seed) {
    this(false, seed);
  }

  private Parameters(boolean uninitialised, long seed) {
    this(
        PyTorch.engine().newBaseManager(),
        uninitialised,
        seed,
        "",
        new LinkedHashMap<>(),
        new LinkedHashMap<>());
  }

  private Parameters(
      NDManager manager,
      boolean uninitialised,
      long seed,
      String prefix,
      Map<String, NDArray> learnt,
      Map<String, NDArray> buffers) {
    this.manager = manager;
    this.uninitialised = uninitialised;
    this.seed = seed;
    this.prefix = prefix;
    this.learnt = learnt;
    this.buffers = buffers;
  }

  /**
   * No arrays yet; they will have names and shapes, and whatever numbers lie in memory, until those
   * of a file are read into them. On a CPU they take neither time nor memory before.
   */
  public static Parameters uninitialised() {
    return new Parameters(true, 0);
  }

  /** The same arrays, seen from the part {@code name}: what is added there is named below it. */
  public Parameters at(String name) {
    return new Parameters(manager, uninitialised, seed, prefix + name + ".", learnt, buffers);
  }

  /** A learnt array drawn from a normal distribution around 0. */
  public NDArray normal(String name, double deviation, long... shape) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + (prefix + name).hashCode());
    return learn(name, () -> deviation * random.nextGaussian(), shape);
  }

  /** A learnt array whose entries all start at {@code value}. */
  public NDArray constant(String name, double value, long... shape) {
    return learn(name, () -> value, shape);
  }

  /** An array that belongs to the model and its file but is not learnt by gradient. */
  public NDArray buffer(String name, double value, long... shape) {
    return add(buffers, name, () -> value, shape);
  }

  /** Where the arrays lie, and where inputs are to be made. */
  public NDManager manager() {
    return manager;
  }

  /** All learnt arrays by name, in the order in which they were made. */
  public Map<String, NDArray> trainable() {
    return Collections.unmodifiableMap(learnt);
  }

  /** All arrays by name, learnt ones first. */
  public Map<String, NDArray> all() {
    Map<String, NDArray> all = new LinkedHashMap<>(learnt);
    all.putAll(buffers);
    return Collections.unmodifiableMap(all);
  }

  /** How many numbers are learnt. */
  public long count() {
    return learnt.values().stream().mapToLong(NDArray::size).sum();
  }

  /** Frees the arrays; the model cannot be used any more. */
  @Override
  public void close() {
    manager.close();
  }

  private NDArray learn(String name, DoubleSupplier values, long... shape) {
    NDArray array = add(learnt, name, values, shape);
    array.setRequiresGradient(true);
    return array;
  }

  private NDArray add(Map<String, NDArray> to, String name, DoubleSupplier values, long... shape) {
    String full = prefix + name;
    if (learnt.containsKey(full) || buffers.containsKey(full)) {
      throw new IllegalArgumentException("two parameters are named " + full);
    }
    NDArray array =
        uninitialised
            ? Tensors.uninitialised(manager, shape)
            : Tensors.of(manager, drawn(values, shape), shape);
    NDScope.unregister(array);
    to.put(full, array);
    return array;
  }

  private static float[] drawn(DoubleSupplier values, long... shape) {
    float[] drawn = new float[Math.toIntExact(new Shape(shape).size())];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) values.getAsDouble();
    }
    return drawn;
  }
}
