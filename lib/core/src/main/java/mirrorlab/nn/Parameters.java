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
 * The named arrays of one model: trainable arrays, and buffers, which are only stored.
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

  /** An empty set, whose arrays will be on DJL's default device. */
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
   * An empty set, whose arrays will have names and shapes but uninitialised numbers until a file is
   * read into them. On a CPU they take neither time nor memory before.
   */
  public static Parameters uninitialised() {
    return new Parameters(true, 0);
  }

  /**
   * The same set under the prefix {@code name}, which the names of arrays added there will have.
   */
  public Parameters at(String name) {
    return new Parameters(manager, uninitialised, seed, prefix + name + ".", learnt, buffers);
  }

  /** A trainable array drawn from a normal distribution around 0. */
  public NDArray normal(String name, double deviation, long... shape) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + (prefix + name).hashCode());
    return learn(name, () -> deviation * random.nextGaussian(), shape);
  }

  /** A trainable array whose entries all start at {@code value}. */
  public NDArray constant(String name, double value, long... shape) {
    return learn(name, () -> value, shape);
  }

  /** An array that belongs to the model and its file but is not trained by gradient. */
  public NDArray buffer(String name, double value, long... shape) {
    return add(buffers, name, () -> value, shape);
  }

  /** The manager of the arrays, in which inputs must be made too. */
  public NDManager manager() {
    return manager;
  }

  /** All trainable arrays by name, in the order in which they were made. */
  public Map<String, NDArray> trainable() {
    return Collections.unmodifiableMap(learnt);
  }

  /** All arrays by name, trainable ones first. */
  public Map<String, NDArray> all() {
    Map<String, NDArray> all = new LinkedHashMap<>(learnt);
    all.putAll(buffers);
    return Collections.unmodifiableMap(all);
  }

  /** The number of trainable parameters. */
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
