package mirrorlab.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.episode.Episode;
import mirrorlab.execution.ImitationTraining;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.execution.Scenes;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Objective;
import mirrorlab.nn.ParameterGroup;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Progress;
import mirrorlab.nn.Schedule;
import mirrorlab.nn.Seeds;
import mirrorlab.nn.Training;
import mirrorlab.nn.TrainingConfig;
import mirrorlab.nn.Weights;
import mirrorlab.understanding.RecognitionTraining;
import mirrorlab.understanding.VideoTextEncoder;

/**
 * The paper's explicit alignment: trains both encoders at once, with a loss that aligns them.
 *
 * <pre>
 *   L = L_AU + λ_EE · L_EE + λ_align · L_align
 *
 *   16 keyframes ─► E ─► scene.coarse (B, 3D) ─T_e─► (B, Z) ─┐
 *                   └─► L_EE                                ├─► bidirectional InfoNCE, L_align
 *   the videos of their episodes ─► U ─► video.out (B, D) ─T_u─► (B, Z) ─┘
 *                                   └─► L_AU
 * </pre>
 *
 * <p>A batch takes the tasks in turn, so with 16 tasks or more no two of its episodes share a task.
 * Negatives of the same task come from a memory of earlier batches, which only L_align sees ({@link
 * AlignmentSettings#memory}).
 *
 * <p>Some episodes may be <em>only watched</em>: 8 more videos per step for L_AU, and for L_align
 * E's representation of their first scenes with their instruction. E never learns their actions.
 *
 * <p>The baseline is the same training with λ_align = 0: initial weights, batches and their order
 * are the same; only the alignment loss is missing. U, E and the maps are optimised separately, so
 * that without the alignment loss neither encoder affects the other. Keyframes (with their
 * augmentation), shifts, wordings, watched episodes, codes and the maps' initial weights are drawn
 * from separate random streams.
 */
public final class JointTraining implements Objective<JointTraining.Batch>, AutoCloseable {
  /** L_AU among the losses. */
  public static final String RECOGNITION = "recognition";

  /** L_EE among the losses. */
  public static final String IMITATION = "imitation";

  /** L_align among the losses. */
  public static final String ALIGNMENT = "alignment";

  /**
   * The excess of L_align within tasks over its minimum, in nats; only measured. It is 0 if the
   * representations tell instructions apart as well as the pairing asks.
   */
  public static final String WITHIN_TASK = "alignment within task";

  /** U among the parameter groups. */
  public static final String UNDERSTANDING = "understanding";

  /** E among the parameter groups. */
  public static final String EXECUTION = "execution";

  private static final int WATCHED = 8; // episodes per step

  /**
   * B episodes and W more that are only watched.
   *
   * @param understanding the videos of all B + W, from which U learns
   * @param execution a keyframe of each of the B, from which E learns
   * @param scenes K scenes of each of the B, for E's side of the alignment; empty if it uses the
   *     keyframes that E learns from
   * @param beginnings the first scenes of the W
   * @param items numbers of the B + W episodes
   */
  public record Batch(
      RecognitionTraining.Batch understanding,
      mirrorlab.execution.Batch execution,
      Optional<Scenes> scenes,
      Optional<Scenes> beginnings,
      int[] items) {}

  private final VideoTextEncoder understanding;
  private final KeyframePolicy execution;
  private final List<Episode> watchedOnly;
  private final AlignmentSettings settings;
  private final long order;
  private final RecognitionTraining recognition;
  private final ImitationTraining imitation;
  private final Map<Episode, Integer> numbers = new IdentityHashMap<>();
  private final Optional<Alignment> alignment;

  /**
   * Training of both encoders from their current weights.
   *
   * @param demonstrations with videos and steps
   * @param seed of the maps' initial weights, of the order and of the augmentation
   */
  public JointTraining(
      VideoTextEncoder understanding,
      KeyframePolicy execution,
      List<Episode> demonstrations,
      AlignmentSettings settings,
      long seed) {
    this(understanding, execution, demonstrations, List.of(), settings, seed);
  }

  /**
   * Training of both encoders from their current weights, with additional episodes that are only
   * watched.
   *
   * @param watchedOnly with videos and at least the first step; may be empty
   */
  public JointTraining(
      VideoTextEncoder understanding,
      KeyframePolicy execution,
      List<Episode> demonstrations,
      List<Episode> watchedOnly,
      AlignmentSettings settings,
      long seed) {
    this.understanding = understanding;
    this.execution = execution;
    this.watchedOnly = watchedOnly;
    this.settings = settings;
    order = settings.placebo() ? Seeds.of(seed, "placebo") : seed;
    List<Episode> all = Stream.of(demonstrations, watchedOnly).flatMap(List::stream).toList();
    recognition = new RecognitionTraining(understanding, all, order);
    imitation = new ImitationTraining(execution, settings.oracle() ? all : demonstrations, order);
    all.forEach(episode -> numbers.put(episode, numbers.size()));
    int first = watchedOnly.isEmpty() ? 0 : demonstrations.size();
    alignment =
        settings.isAligned()
            ? Optional.of(
                new Alignment(
                    settings,
                    understanding.size().video().width(),
                    execution.width(settings.executionLayer()),
                    Labels.of(all),
                    IntStream.range(first, all.size()).toArray(),
                    seed))
            : Optional.empty();
  }

  /**
   * The parameter groups: U, E and, if there is an alignment loss, its maps.
   *
   * @param recognition training configuration of U
   * @param imitation training configuration of E, with as many steps
   */
  public List<ParameterGroup> groups(TrainingConfig recognition, TrainingConfig imitation) {
    List<ParameterGroup> groups = new ArrayList<>();
    groups.add(new ParameterGroup(UNDERSTANDING, understanding.parameters(), recognition));
    groups.add(new ParameterGroup(EXECUTION, execution.parameters(), imitation));
    long steps = recognition.schedule().steps();
    alignment.ifPresent(
        a ->
            groups.add(
                mapsGroup(a, new Schedule(settings.rate(), Math.max(1, steps / 16), steps))));
    return groups;
  }

  private static ParameterGroup mapsGroup(Alignment alignment, Schedule schedule) {
    return new ParameterGroup(
        ALIGNMENT, alignment.parameters(), new TrainingConfig(schedule, 0, 1, 0));
  }

  /**
   * Trains the maps alone before the first step, with both encoders frozen, if the settings ask for
   * it. Also fills the memory.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  public void warmUp(Consumer<Progress> listener) throws InterruptedException {
    if (alignment.isPresent() && settings.warmUp() > 0) {
      Schedule schedule = new Schedule(AlignmentSettings.WARM_UP_RATE, 10, settings.warmUp());
      Training.run(new WarmUp(), List.of(mapsGroup(alignment.get(), schedule)), listener);
    }
  }

  /** L_align of frozen encoders, on the batches of steps before the first. */
  private final class WarmUp implements Objective<Batch> {
    @Override
    public Batch batch(long step) {
      return JointTraining.this.batch(step - settings.warmUp());
    }

    @Override
    public Map<String, NDArray> losses(Batch batch) {
      Map<String, NDArray> videos = recognition.watch(batch.understanding);
      NDArray texts = understanding.text().represent(batch.understanding.texts());
      NDArray e =
          acted(batch, imitation.represent(Scenes.of(batch.execution), settings.executionLayer()));
      Alignment maps = alignment.orElseThrow();
      NDArray u = partner(maps, videos, texts, batch).stopGradient();
      AlignmentLoss loss = maps.loss(u, e.stopGradient(), batch.items);
      maps.remember(u, e, batch.items);
      return Map.of(ALIGNMENT, loss.total());
    }
  }

  @Override
  public Batch batch(long step) {
    ImitationTraining.Draw drawn = imitation.draw(step);
    List<Episode> watched = watched(step);
    List<Episode> all = Stream.of(drawn.episodes(), watched).flatMap(List::stream).toList();
    SplittableRandom random = Seeds.at(order, "beginnings", step);
    return new Batch(
        recognition.batch(all, step),
        drawn.batch(),
        isTheirs() ? Optional.empty() : Optional.of(scenes(drawn, step)),
        settings.isAligned() && !watched.isEmpty()
            ? Optional.of(asTold(imitation.beginnings(watched, random)))
            : Optional.empty(),
        all.stream().mapToInt(numbers::get).toArray());
  }

  private List<Episode> watched(long step) {
    SplittableRandom random = Seeds.at(order, "watched", step);
    return watchedOnly.isEmpty()
        ? List.of()
        : random.ints(WATCHED, 0, watchedOnly.size()).mapToObj(watchedOnly::get).toList();
  }

  /** Whether E's side of the alignment is its representation of the keyframes that it learns. */
  private boolean isTheirs() {
    return !settings.isAligned()
        || settings.told()
            && settings.keyframes() == 1
            && settings.executionLayer().equals(KeyframePolicy.SCENE_COARSE);
  }

  private Scenes scenes(ImitationTraining.Draw drawn, long step) {
    return asTold(
        settings.keyframes() == 1
            ? Scenes.of(drawn.batch())
            : imitation.scenes(
                drawn.episodes(),
                settings.keyframes(),
                Seeds.at(order, "keyframes of an episode", step)));
  }

  private Scenes asTold(Scenes scenes) {
    return settings.told() ? scenes : imitation.untold(scenes);
  }

  @Override
  public Map<String, NDArray> losses(Batch batch) {
    return losses(batch, true);
  }

  /** The losses of a batch, without adding it to the memories. */
  Map<String, NDArray> measure(Batch batch) {
    return losses(batch, false);
  }

  /** Both encoders' parameters, by the names of their groups. */
  Map<String, Parameters> encoders() {
    return Map.of(UNDERSTANDING, understanding.parameters(), EXECUTION, execution.parameters());
  }

  private Map<String, NDArray> losses(Batch batch, boolean remember) {
    RecognitionTraining.Output watched = recognition.see(batch.understanding);
    ImitationTraining.Output acted = imitation.see(batch.execution);
    Map<String, NDArray> losses = new LinkedHashMap<>();
    losses.put(RECOGNITION, sum(watched.losses()));
    losses.put(IMITATION, sum(acted.losses()));
    alignment.ifPresent(
        maps -> {
          NDArray u = partner(maps, watched.videos(), watched.texts(), batch);
          NDArray e = acted(batch, acted.representation());
          AlignmentLoss loss = maps.loss(u, e, batch.items);
          if (remember) {
            maps.remember(u, e, batch.items);
          }
          losses.put(ALIGNMENT, loss.total());
          losses.put(WITHIN_TASK, loss.withinTask());
        });
    return losses;
  }

  private static NDArray sum(Map<String, NDArray> parts) {
    return parts.values().stream().reduce(NDArray::add).orElseThrow();
  }

  /** E's side of the alignment: (B + W, width of the layer). */
  private NDArray acted(Batch batch, NDArray ofKeyframes) {
    String layer = settings.executionLayer();
    NDArray own =
        batch.scenes.map(scenes -> mean(imitation.represent(scenes, layer))).orElse(ofKeyframes);
    return batch
        .beginnings
        .map(scenes -> own.concat(imitation.represent(scenes, layer), 0))
        .orElse(own);
  }

  /** The mean over each episode's K scenes: (B·K, D) → (B, D). */
  private NDArray mean(NDArray scenes) {
    long width = scenes.getShape().get(1);
    return settings.keyframes() == 1
        ? scenes
        : scenes.reshape(-1, settings.keyframes(), width).mean(new int[] {1});
  }

  /** E's alignment targets: (B + W, D). */
  private NDArray partner(Alignment maps, Map<String, NDArray> videos, NDArray texts, Batch batch) {
    return switch (settings.partner()) {
      case VIDEO, DERANGED ->
          Optional.ofNullable(videos.get(settings.understandingLayer()))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          String.format(
                              Locale.ROOT,
                              "'%s' is not a layer of U; there are %s",
                              settings.understandingLayer(),
                              videos.keySet())));
      case TEXT -> rows(texts, batch.understanding.shown());
      case RANDOM_CODE -> maps.codes(batch.items);
    };
  }

  /** Rows of a matrix by their numbers, as a matrix product so that it is differentiable. */
  private static NDArray rows(NDArray matrix, int[] numbers) {
    NDManager manager = matrix.getManager();
    int count = (int) matrix.getShape().get(0);
    int[] all = IntStream.range(0, count).toArray();
    return InfoNce.positives(manager, numbers, all).matMul(matrix);
  }

  @Override
  public Map<String, Double> lossWeights() {
    Map<String, Double> weights = new LinkedHashMap<>();
    weights.put(RECOGNITION, 1.0);
    weights.put(IMITATION, settings.executionWeight());
    weights.put(ALIGNMENT, settings.alignmentWeight());
    weights.put(WITHIN_TASK, 0.0);
    return weights;
  }

  @Override
  public Map<String, NDArray> state() {
    return alignment.map(Alignment::state).orElse(Map.of());
  }

  /** Writes T_u and T_e, if there are any, into a directory: {@code alignment.safetensors}. */
  public void save(Path directory) throws IOException {
    if (alignment.isPresent()) {
      Weights.save(directory.resolve("alignment.safetensors"), alignment.get().parameters().all());
    }
  }

  /** Reads T_u and T_e, if there are any, as {@link #save} wrote them. */
  public void load(Path directory) throws IOException {
    if (alignment.isPresent()) {
      Weights.load(directory.resolve("alignment.safetensors"), alignment.get().parameters().all());
    }
  }

  /**
   * The gradient cosines of each batch, after filling the memory with as many episodes as it holds,
   * or with all of them if there are fewer.
   *
   * @param step first step of the batches
   * @param count number of batches
   * @throws InterruptedException if the calling thread is interrupted
   */
  public List<GradientCosines> gradientCosines(long step, int count) throws InterruptedException {
    int remembered = Math.min(settings.memory(), numbers.size());
    int batches = remembered / batch(step).items.length;
    for (int i = 0; i < batches; i++) {
      stopIfInterrupted();
      Batch batch = batch(step + i);
      Autograd.infer(
          () -> {
            losses(batch, true);
          });
    }
    List<GradientCosines> cosines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stopIfInterrupted();
      cosines.add(GradientCosines.of(this, batch(step + batches + i)));
    }
    return cosines;
  }

  private static void stopIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the gradients' comparison was stopped");
    }
  }

  /** Frees the maps and the memories; the encoders are the caller's. */
  @Override
  public void close() {
    alignment.ifPresent(Alignment::close);
  }
}
