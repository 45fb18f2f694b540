package mirrorlab.understanding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Encoder;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.files.Folder;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.Tokenizer;
import mirrorlab.nn.Weights;

/**
 * U, the encoder that understands actions: it embeds videos and instructions in one space, in which
 * matching ones lie close (ViCLIP: Wang et al., 2023).
 *
 * <pre>
 *   video (T, H, W, 3) → representation (D) → embedding (Z), unit length
 *   text (L)           → representation (D) → embedding (Z), unit length
 *   similarity = video · text / τ,   τ learnt, at least 0.01
 * </pre>
 *
 * <p>Arrays have the names, shapes and meanings of ViCLIP's checkpoints, except that {@code temp}
 * holds ln τ, where ViCLIP's holds τ: a step of AdamW then changes τ by a fraction of itself,
 * however small it is. {@code ViclipCheckpoint} converts it. τ starts at 0.07, not at 0.01, since
 * the weights are untrained.
 */
public final class VideoTextEncoder implements Encoder, AutoCloseable {
  /** The video's representation that is compared by default: the class token after the last LN. */
  public static final String VIDEO_OUT = "video.out";

  /** The text's representation. */
  public static final String TEXT_OUT = "text.out";

  private static final int BATCH = 16;
  private static final int CALIBRATION = 60; // batches: earlier statistics weigh 0.9^60
  private static final long STRIDE = 7919; // a prime
  private static final int TOKENS = 2064; // of the videos in one forward pass
  private static final double COLDEST = 0.01;

  private final VideoTextSize size;
  private final Tokenizer tokenizer;
  private final Parameters parameters;
  private final VideoTower video;
  private final TextTower text;
  private final NDArray temperature; // ln τ

  /** An untrained encoder. */
  public VideoTextEncoder(VideoTextSize size, Tokenizer tokenizer, long seed) {
    this(size, tokenizer, new Parameters(seed));
  }

  VideoTextEncoder(VideoTextSize size, Tokenizer tokenizer, Parameters parameters) {
    this.size = size;
    this.tokenizer = tokenizer;
    this.parameters = parameters;
    video = new VideoTower(parameters.at("vision_encoder"), size);
    text =
        new TextTower(
            parameters.at("text_encoder"),
            size,
            tokenizer.size(),
            tokenizer.length(),
            tokenizer.end());
    temperature = parameters.constant("temp", Math.log(0.07));
  }

  /**
   * The names and shapes of an encoder's arrays, without allocating them.
   *
   * @param vocabulary V, the tokenizer's number of ids
   * @param length L, the number of ids per text
   */
  public static Map<String, Shape> shapes(VideoTextSize size, int vocabulary, int length) {
    try (Parameters empty = Parameters.uninitialised()) {
      new VideoTower(empty.at("vision_encoder"), size);
      new TextTower(empty.at("text_encoder"), size, vocabulary, length, 0);
      empty.constant("temp", 0);
      return Weights.shapes(empty.all());
    }
  }

  /** The encoder's dimensions. */
  public VideoTextSize size() {
    return size;
  }

  /** The tokenizer of its texts. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The weights. */
  public Parameters parameters() {
    return parameters;
  }

  /** The embeddings of N videos of T frames: N rows of Z numbers, unit length. */
  public float[][] embedVideos(List<List<Image>> videos) throws InterruptedException {
    return rows(
        videos, clipsAtOnce(), batch -> video.project(video.represent(pixels(batch), false)));
  }

  /** The embeddings of N texts: N rows of Z numbers, unit length. */
  public float[][] embedTexts(List<String> texts) throws InterruptedException {
    return rows(texts, BATCH, batch -> text.project(text.represent(encode(batch))));
  }

  /**
   * Sets the running statistics of batch norms to those of the given videos; weights stay. Without
   * this, an untrained encoder normalises by mean 0 and variance 1, which fit no data.
   */
  public void calibrate(List<List<Image>> videos) {
    for (int batch = 0; batch < CALIBRATION; batch++) {
      List<List<Image>> some = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        // A stride coprime to the count visits all videos and mixes neighbours.
        some.add(videos.get((int) ((batch * BATCH + i) * STRIDE % videos.size())));
      }
      Autograd.infer(() -> video.tokens(pixels(some), true).getShape());
    }
  }

  @Override
  public List<String> layers() {
    List<String> layers = new ArrayList<>();
    for (int i = 0; i < size.video().layers(); i++) {
      layers.add("video.layer" + i);
    }
    layers.add(VIDEO_OUT);
    return layers;
  }

  /** The tower's states, by the names of {@link #layers}. */
  Map<String, NDArray> named(NDList states) {
    List<String> layers = layers();
    Map<String, NDArray> named = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      named.put(layers.get(i), states.get(i));
    }
    return named;
  }

  /**
   * The representations of N episodes' videos.
   *
   * @param layers {@code video.layer{i}}, the class token after layer i (from 0); or {@code
   *     video.out}
   */
  @Override
  public Map<String, float[][]> represent(List<Episode> episodes, List<String> layers)
      throws InterruptedException {
    return representVideos(episodes.stream().map(Episode::video).toList(), layers);
  }

  /** The representations of N videos at one layer: N rows of D numbers. */
  public float[][] representVideos(List<List<Image>> videos, String layer)
      throws InterruptedException {
    return representVideos(videos, List.of(layer)).get(layer);
  }

  private Map<String, float[][]> representVideos(List<List<Image>> videos, List<String> layers)
      throws InterruptedException {
    for (String layer : layers) {
      if (!layers().contains(layer)) {
        throw new IllegalArgumentException("no layer " + layer + "; there are " + layers());
      }
    }
    List<Map<String, float[][]>> parts =
        AllCores.map(
            batches(videos, clipsAtOnce()),
            batch ->
                Autograd.infer(
                    () -> {
                      Map<String, float[][]> rows = new HashMap<>();
                      Map<String, NDArray> states = named(video.states(pixels(batch), false));
                      layers.forEach(layer -> rows.put(layer, rows(states.get(layer))));
                      return rows;
                    }),
            done -> {});
    Map<String, float[][]> all = new LinkedHashMap<>();
    for (String layer : layers) {
      all.put(layer, joined(parts.stream().map(part -> part.get(layer)).toList()));
    }
    return all;
  }

  /**
   * How much of a video the class token reads in one layer, from where: the attention weight of
   * each patch, averaged over the heads. The weights and the class token's own sum to 1.
   *
   * @param layer index of the layer, from 0
   * @return T×g×g weights, by frame, row and column
   */
  public float[][][] attention(List<Image> video, int layer) {
    if (layer < 0 || layer >= size.video().layers()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer is %d; this encoder has layers 0 to %d",
              layer,
              size.video().layers() - 1));
    }
    float[] flat =
        Autograd.infer(
            () ->
                this.video
                    .attention(pixels(List.of(video)), layer)
                    .mean(new int[] {1})
                    .toFloatArray());
    int grid = size.stem().grid(size.pixels());
    float[][][] weights = new float[size.frames()][grid][grid];
    for (int i = 1; i < flat.length; i++) {
      int place = (i - 1) % (grid * grid);
      weights[(i - 1) / (grid * grid)][place / grid][place % grid] = flat[i];
    }
    return weights;
  }

  /** The encoder's representations of N texts ({@link #TEXT_OUT}): N rows of D numbers. */
  public float[][] representTexts(List<String> texts) throws InterruptedException {
    return rows(texts, BATCH, batch -> text.represent(encode(batch)));
  }

  /**
   * Recognises which of the candidates a video shows.
   *
   * @return the probability of each candidate: the softmax of the similarities
   */
  public double[] recognise(List<Image> clip, List<String> candidates) throws InterruptedException {
    float[] seen = embedVideos(List.of(clip))[0];
    float[][] named = embedTexts(candidates);
    double scale = Autograd.infer(() -> (double) scale().getFloat());
    double[] weights = new double[named.length];
    double sum = 0;
    for (int i = 0; i < named.length; i++) {
      double similarity = 0;
      for (int k = 0; k < seen.length; k++) {
        similarity += seen[k] * named[i][k];
      }
      weights[i] = Math.exp(scale * (similarity - 1));
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /**
   * Writes the encoder into a directory: {@code model.json}, {@code weights.safetensors} and, if it
   * reads byte pairs, {@code merges.txt.gz}.
   */
  public void save(Path directory) throws IOException {
    Folder.create(directory);
    Model.write(directory, size, tokenizer);
    Weights.save(directory.resolve("weights.safetensors"), parameters.all());
  }

  /** Reads an encoder that {@link #save} wrote. */
  public static VideoTextEncoder load(Path directory) throws IOException {
    Model model = Model.read(directory);
    return load(directory.resolve("weights.safetensors"), model.size(), model.tokenizer(directory));
  }

  /**
   * Reads an encoder from a file of weights, such as {@code mirrorlab convert} makes from a
   * published checkpoint.
   *
   * @param weights a safetensors file
   * @param size such as {@link VideoTextSize#b16}
   * @param tokenizer for a published checkpoint CLIP's, of {@link VideoTextSize#CONTEXT} ids
   */
  public static VideoTextEncoder load(Path weights, VideoTextSize size, Tokenizer tokenizer)
      throws IOException {
    VideoTextEncoder encoder = new VideoTextEncoder(size, tokenizer, Parameters.uninitialised());
    try {
      Weights.load(weights, encoder.parameters.all());
      return encoder;
    } catch (IOException e) {
      encoder.close();
      throw e;
    }
  }

  /** Frees the arrays. */
  @Override
  public void close() {
    parameters.close();
  }

  /** The tower that encodes videos. */
  public VideoTower video() {
    return video;
  }

  /** The tower that encodes texts. */
  public TextTower text() {
    return text;
  }

  /** 1/τ, a scalar: at most 100. */
  public NDArray scale() {
    return temperature
        .neg()
        .minimum(Tensors.of(parameters.manager(), new float[] {(float) -Math.log(COLDEST)}))
        .exp();
  }

  /** N clips of T·H·W·3 bytes, as an array (N, T, H, W, 3). */
  public NDArray clips(byte[] pixels) {
    long side = size.pixels();
    long clips = pixels.length / size.bytes();
    return Tensors.of(parameters.manager(), pixels, clips, size.frames(), side, side, 3);
  }

  private NDArray pixels(List<List<Image>> videos) {
    byte[] pixels = new byte[videos.size() * size.bytes()];
    for (int i = 0; i < videos.size(); i++) {
      Clip.check(videos.get(i), size);
      Clip.write(videos.get(i), pixels, i * size.bytes(), 0, 0);
    }
    return clips(pixels);
  }

  private int[][] encode(List<String> texts) {
    return texts.stream().map(tokenizer::encode).toArray(int[][]::new);
  }

  /** The number of clips with about 2,000 tokens: attention's memory grows with their square. */
  private int clipsAtOnce() {
    return Math.min(BATCH, Math.max(1, TOKENS / size.tokens()));
  }

  /**
   * Computes rows on all cores, a batch at a time so that memory does not grow with their number.
   */
  private static <T> float[][] rows(List<T> items, int atOnce, Function<List<T>, NDArray> compute)
      throws InterruptedException {
    return joined(
        AllCores.map(
            batches(items, atOnce),
            batch -> Autograd.infer(() -> rows(compute.apply(batch))),
            done -> {}));
  }

  private static <T> List<List<T>> batches(List<T> items, int atOnce) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < items.size(); from += atOnce) {
      batches.add(items.subList(from, Math.min(items.size(), from + atOnce)));
    }
    return batches;
  }

  private static float[][] joined(List<float[][]> parts) {
    return parts.stream().flatMap(Arrays::stream).toArray(float[][]::new);
  }

  private static float[][] rows(NDArray matrix) {
    float[] numbers = matrix.toFloatArray();
    int n = (int) matrix.getShape().get(0);
    int width = numbers.length / n;
    float[][] rows = new float[n][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(numbers, i * width, (i + 1) * width));
    return rows;
  }
}
