package mirrorlab.understanding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import mirrorlab.episode.Episode;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Schedule;
import mirrorlab.nn.Seeds;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.Trainable;
import mirrorlab.nn.TrainingConfig;

/**
 * Trains U to recognise a video's instruction, by the contrastive loss of videos and texts.
 *
 * <pre>
 *   s(v, t) = video · text / τ                       for B videos and all N training instructions
 *   video: −mean over v of  log softmax over t  at v's instruction
 *   text:  −mean over t of  mean over its videos of  log softmax over v
 *   loss = ½ video + ½ text
 * </pre>
 *
 * <p>A batch draws the task first, then the instruction, then the episode, each uniformly; the
 * whole clip is shifted by up to 3 pixels; each instruction takes one of its wordings.
 */
public final class RecognitionTraining implements Trainable<RecognitionTraining.Batch> {
  private static final int BATCH = 16;
  private static final int SHIFT = 3;

  private record Instruction(List<String> wordings, List<Episode> episodes) {}

  private record Id(String task, int variation) {}

  /**
   * B videos and all N instructions.
   *
   * @param clips (B, T, H, W, 3)
   * @param texts ids of one wording of each instruction, (N, L)
   * @param shown index of each video's instruction, B
   */
  public record Batch(byte[] clips, int[][] texts, int[] shown) {}

  /**
   * U's outputs for a batch.
   *
   * @param losses parts of the loss by name
   * @param videos U's representations of the videos by layer ({@link VideoTextEncoder#layers}), (B,
   *     D)
   * @param texts U's representations of the instructions' texts, (N, D)
   */
  public record Output(Map<String, NDArray> losses, Map<String, NDArray> videos, NDArray texts) {}

  private final VideoTextEncoder encoder;
  private final int batch;
  private final long seed;
  private final List<Instruction> instructions = new ArrayList<>();
  private final List<List<Integer>> tasks = new ArrayList<>();
  private final Map<Id, Integer> indices = new HashMap<>();

  /**
   * Training of {@code encoder} on {@code episodes}, with 16 videos per step.
   *
   * @param seed of the order and of the augmentation
   */
  public RecognitionTraining(VideoTextEncoder encoder, List<Episode> episodes, long seed) {
    this(encoder, episodes, BATCH, seed);
  }

  RecognitionTraining(VideoTextEncoder encoder, List<Episode> episodes, int batch, long seed) {
    this.encoder = encoder;
    this.batch = batch;
    this.seed = seed;
    Map<String, Map<Integer, List<Episode>>> sorted = new TreeMap<>();
    for (Episode episode : episodes) {
      Clip.check(episode.video(), encoder.size());
      sorted
          .computeIfAbsent(episode.task(), task -> new TreeMap<>())
          .computeIfAbsent(episode.variation(), variation -> new ArrayList<>())
          .add(episode);
    }
    for (Map<Integer, List<Episode>> variations : sorted.values()) {
      List<Integer> task = new ArrayList<>();
      for (List<Episode> same : variations.values()) {
        indices.put(new Id(same.get(0).task(), same.get(0).variation()), instructions.size());
        task.add(instructions.size());
        instructions.add(new Instruction(same.get(0).instructions(), same));
      }
      tasks.add(task);
    }
  }

  /** The training configuration of U mini for the given number of steps. */
  public static TrainingConfig config(long steps) {
    return new TrainingConfig(new Schedule(1e-3, Math.max(1, steps / 16), steps), 0.05, 1, 0);
  }

  @Override
  public Parameters parameters() {
    return encoder.parameters();
  }

  @Override
  public Batch batch(long step) {
    SplittableRandom random = Seeds.at(seed, step);
    List<Episode> drawn = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      int instruction = draw(draw(tasks, random), random);
      drawn.add(draw(instructions.get(instruction).episodes, random));
    }
    return batch(drawn, random, random);
  }

  /**
   * The batch of a step with the given episodes, which must be in the training set; shifts and
   * wordings are drawn from separate random streams.
   */
  public Batch batch(List<Episode> episodes, long step) {
    return batch(episodes, Seeds.at(seed, "shifts", step), Seeds.at(seed, "wordings", step));
  }

  private Batch batch(List<Episode> episodes, SplittableRandom shifts, SplittableRandom wordings) {
    int bytes = encoder.size().bytes();
    byte[] clips = new byte[episodes.size() * bytes];
    int[] shown = new int[episodes.size()];
    for (int i = 0; i < shown.length; i++) {
      Episode episode = episodes.get(i);
      shown[i] = indices.get(new Id(episode.task(), episode.variation()));
      Clip.write(episode.video(), clips, i * bytes, shift(shifts), shift(shifts));
    }
    int[][] texts =
        instructions.stream()
            .map(instruction -> encoder.tokenizer().encode(draw(instruction.wordings, wordings)))
            .toArray(int[][]::new);
    return new Batch(clips, texts, shown);
  }

  @Override
  public Map<String, NDArray> losses(Batch batch) {
    return see(batch).losses;
  }

  /** Computes a batch's losses and U's representations. */
  public Output see(Batch batch) {
    return see(encoder, batch);
  }

  /** U's representations of a batch by layer, with the running statistics; nothing is updated. */
  public Map<String, NDArray> watch(Batch batch) {
    return encoder.named(encoder.video().states(encoder.clips(batch.clips), false));
  }

  static Output see(VideoTextEncoder encoder, Batch batch) {
    NDManager manager = encoder.parameters().manager();
    VideoTower video = encoder.video();
    TextTower text = encoder.text();
    NDList videos = video.states(encoder.clips(batch.clips), true); // (B, D) each
    NDArray seen = video.project(videos.get(videos.size() - 1)); // (B, Z)
    NDArray texts = text.represent(batch.texts); // (N, D)
    NDArray named = text.project(texts); // (N, Z)
    NDArray scores = seen.matMul(named.transpose()).mul(encoder.scale()); // (B, N)
    float[][] pairs = pairs(batch.shown, batch.texts.length);
    long[] shape = scores.getShape().getShape();
    Map<String, NDArray> losses = new LinkedHashMap<>();
    losses.put("video", scores.logSoftmax(1).mul(Tensors.of(manager, pairs[0], shape)).sum());
    losses.put("text", scores.logSoftmax(0).mul(Tensors.of(manager, pairs[1], shape)).sum());
    return new Output(losses, encoder.named(videos), texts);
  }

  /**
   * The loss weights of the two log-softmaxes, (B, N) each: −½, divided evenly among the videos, or
   * among the texts and then among each text's videos.
   */
  private static float[][] pairs(int[] shown, int texts) {
    int[] videos = new int[texts];
    int named = 0;
    for (int text : shown) {
      named += videos[text]++ == 0 ? 1 : 0;
    }
    float[][] pairs = new float[2][shown.length * texts];
    for (int i = 0; i < shown.length; i++) {
      pairs[0][i * texts + shown[i]] = -0.5f / shown.length;
      pairs[1][i * texts + shown[i]] = -0.5f / named / videos[shown[i]];
    }
    return pairs;
  }

  private static <T> T draw(List<T> from, SplittableRandom random) {
    return from.get(random.nextInt(from.size()));
  }

  private static int shift(SplittableRandom random) {
    return random.nextInt(2 * SHIFT + 1) - SHIFT;
  }
}
