package mirrorlab.understanding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import mirrorlab.nn.LayerNorm;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.TransformerLayer;

/**
 * ViCLIP's vision encoder, which encodes a clip.
 *
 * <pre>
 *   (B, T, H, W, 3) → stem → T·g² tokens + place in the frame + time
 *     one class token per clip → LN → layers over all 1 + T·g² tokens → class token → LN → (B, D)
 * </pre>
 *
 * <p>Every token attends to every other, and place and time are added before, so the order of the
 * patch tokens does not matter: it is by frame here and by place in ViCLIP.
 */
public final class VideoTower {
  private final VideoTextSize size;
  private final int grid;
  private final Stem stem;
  private final NDArray classToken; // (D)
  private final NDArray place; // (1 + g², D), the class token's first
  private final NDArray time; // (1, T, D)
  private final LayerNorm before;
  private final List<TransformerLayer> layers = new ArrayList<>();
  private final LayerNorm after;
  private final NDArray projection; // (D, Z)

  /** An untrained tower. */
  public VideoTower(Parameters parameters, VideoTextSize size) {
    this.size = size;
    int width = size.video().width();
    double deviation = 1 / Math.sqrt(width);
    grid = size.stem().grid(size.pixels());
    stem = size.stem().build(parameters, width);
    classToken = parameters.normal("class_embedding", deviation, width);
    place = parameters.normal("positional_embedding", deviation, 1 + grid * grid, width);
    time = parameters.normal("temporal_positional_embedding", deviation, 1, size.frames(), width);
    before = new LayerNorm(parameters.at("ln_pre"), width);
    layers.addAll(layers(parameters, size.video(), size));
    after = new LayerNorm(parameters.at("ln_post"), width);
    projection = parameters.normal("proj", deviation, width, size.embedding());
  }

  static List<TransformerLayer> layers(
      Parameters parameters, VideoTextSize.Tower tower, VideoTextSize size) {
    List<TransformerLayer> layers = new ArrayList<>();
    for (int i = 0; i < tower.layers(); i++) {
      layers.add(
          new TransformerLayer(
              parameters.at("transformer").at("resblocks").at(Integer.toString(i)),
              tower.width(),
              tower.heads(),
              tower.hidden(),
              size.activation()));
    }
    return layers;
  }

  /**
   * The class token's state after each layer and, last, after the final LN.
   *
   * @param clips (B, T, H, W, 3) bytes
   * @param training whether to use batch statistics and update the running ones
   * @return layers + 1 arrays (B, D)
   */
  public NDList states(NDArray clips, boolean training) {
    NDArray x = tokens(clips, training);
    NDList states = new NDList();
    for (int i = 0; i < layers.size(); i++) {
      boolean last = i == layers.size() - 1;
      // Only the class token of the last layer is read, so nothing else is computed.
      x = last ? layers.get(i).first(x, 1) : layers.get(i).forward(x);
      states.add(x.get(":,0"));
    }
    states.add(after.forward(states.get(layers.size() - 1)));
    return states;
  }

  /**
   * The attention weights of all tokens for the class token in one layer.
   *
   * @param clips (B, T, H, W, 3) bytes
   * @param layer index of the layer, from 0
   * @return (B, heads, 1 + T·g²); a row sums to 1
   */
  public NDArray attention(NDArray clips, int layer) {
    NDArray x = tokens(clips, false);
    for (TransformerLayer before : layers.subList(0, layer)) {
      x = before.forward(x);
    }
    return layers.get(layer).attention(x, 1).squeeze(2);
  }

  /** (B, T, H, W, 3) bytes → representation (B, D), the last of {@link #states}. */
  public NDArray represent(NDArray clips, boolean training) {
    return states(clips, training).get(layers.size());
  }

  /** Representation (B, D) → embedding (B, Z), unit length. */
  public NDArray project(NDArray representation) {
    return representation.matMul(projection).normalize(2, 1);
  }

  /** (B, T, H, W, 3) bytes → (B, 1 + T·g², D). */
  public NDArray tokens(NDArray clips, boolean training) {
    long batch = clips.getShape().get(0);
    int frames = size.frames();
    int width = size.video().width();
    int side = size.pixels();
    NDArray pixels =
        clips
            .reshape(batch * frames, side, side, 3)
            // PyTorch's convolutions are faster on channels that lie side by side, as they do here.
            .transpose(0, 3, 1, 2)
            .toType(DataType.FLOAT32, false);
    NDArray patches =
        stem.forward(pixels, training) // (B·T, D, g, g)
            .transpose(0, 2, 3, 1)
            .reshape(batch, frames, grid * grid, width)
            .add(place.get("1:"))
            .add(time.reshape(1, frames, 1, width))
            .reshape(batch, (long) frames * grid * grid, width);
    NDArray first =
        classToken.add(place.get(0)).reshape(1, 1, width).broadcast(new Shape(batch, 1, width));
    return before.forward(first.concat(patches, 1));
  }
}
