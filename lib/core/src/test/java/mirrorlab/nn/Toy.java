package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;

/** A small model with every kind of layer: tells from a moving dot's picture where it is. */
final class Toy implements Trainable<Toy.Batch>, AutoCloseable {
  private static final int SIZE = 8;

  record Batch(float[] pictures, float[] places) {}

  final Parameters parameters;
  private final long seed;
  private final Convolution convolution;
  private final BatchNorm norm;
  private final TransformerLayer layer;
  private final Linear head;
  private final NDArray position;

  Toy(long seed) {
    this.seed = seed;
    parameters = new Parameters(seed);
    convolution = new Convolution(parameters.at("conv"), 1, 16, 3, 2);
    norm = new BatchNorm(parameters.at("bn"), 16);
    layer = new TransformerLayer(parameters.at("layer"), 16, 2, 32, Activation.GELU);
    position = parameters.normal("position", 0.1, 16, 16);
    head = new Linear(parameters.at("head"), 16, 2);
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Batch batch(long step) {
    Random random = new Random(seed * 1_000_003 + step);
    float[] pictures = new float[16 * SIZE * SIZE];
    float[] places = new float[32];
    for (int i = 0; i < 16; i++) {
      int row = random.nextInt(SIZE);
      int column = random.nextInt(SIZE);
      pictures[(i * SIZE + row) * SIZE + column] = 1;
      places[2 * i] = row / (float) SIZE;
      places[2 * i + 1] = column / (float) SIZE;
    }
    return new Batch(pictures, places);
  }

  @Override
  public Map<String, NDArray> losses(Batch batch) {
    NDManager manager = parameters.manager();
    NDArray error =
        forward(batch, true).sub(manager.create(batch.places, new Shape(16, 2))).square();
    Map<String, NDArray> losses = new LinkedHashMap<>();
    losses.put("row", error.get(":,0").mean());
    losses.put("column", error.get(":,1").mean());
    return losses;
  }

  /** The same model, taught by other batches. */
  Trainable<Batch> with(LongFunction<Batch> batches) {
    return new Trainable<>() {
      @Override
      public Parameters parameters() {
        return parameters;
      }

      @Override
      public Batch batch(long step) {
        return batches.apply(step);
      }

      @Override
      public Map<String, NDArray> losses(Batch batch) {
        return Toy.this.losses(batch);
      }
    };
  }

  static Batch spoilt(Batch batch) {
    batch.places[0] = Float.NaN;
    return batch;
  }

  float[] places(Batch batch) {
    return Autograd.infer(() -> forward(batch, false).toFloatArray());
  }

  float[] weights() {
    return Autograd.infer(
        () -> {
          float[] all = new float[0];
          for (NDArray array : parameters.all().values()) {
            float[] one = array.toFloatArray();
            int at = all.length;
            all = Arrays.copyOf(all, at + one.length);
            System.arraycopy(one, 0, all, at, one.length);
          }
          return all;
        });
  }

  private NDArray forward(Batch batch, boolean training) {
    NDArray x = parameters.manager().create(batch.pictures, new Shape(16, 1, SIZE, SIZE));
    NDArray features = norm.forward(convolution.forward(x), training); // (16, 16, 4, 4)
    NDArray tokens = features.reshape(16, 16, -1).swapAxes(1, 2).add(position); // (16, 16, 16)
    return head.forward(layer.forward(tokens).mean(new int[] {1}));
  }

  @Override
  public void close() {
    parameters.close();
  }
}
