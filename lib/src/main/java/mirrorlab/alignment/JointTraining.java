package mirrorlab.alignment;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mirrorlab.data.Episode;
import mirrorlab.execution.ImitationTraining;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.nn.Objective;
import mirrorlab.nn.ParameterGroup;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Recipe;
import mirrorlab.nn.Schedule;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.Weights;
import mirrorlab.understanding.RecognitionTraining;
import mirrorlab.understanding.VideoTextEncoder;

/**
 * The paper's explicit alignment: both encoders learn at once, and are pulled together on the way.
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
 * <p>The baseline is the same training with λ_align = 0: initial weights, batches and their order
 * are the same, and nothing but the pull is missing. U, E and the maps are optimised each in its
 * own way, so that without the pull neither encoder feels the other.
 */
public final class JointTraining implements Objective<JointTraining.Batch>, AutoCloseable {

  /**
   * How the encoders are pulled together; the paper's values are those of {@link #PAPER}.
   *
   * @param pairing which pairs are positive
   * @param temperature τ
   * @param width Z
   * @param executionWeight λ_EE
   * @param alignmentWeight λ_align, 0 for the baseline
   * @param rate highest learning rate of the maps
   */
  public record Settings(
      Pairing pairing,
      double temperature,
      int width,
      double executionWeight,
      double alignmentWeight,
      double rate) {

    /** The paper's constants. */
    public static final Settings PAPER =
        new Settings(Pairing.INSTRUCTION, 0.1, AlignmentMaps.WIDTH, 1, 0.5, 1e-4);

    /** Whether there is a pull. */
    public boolean aligns() {
      return alignmentWeight > 0;
    }

    /** The same without the pull. */
    public Settings baseline() {
      return withAlignmentWeight(0);
    }

    /** The same with another λ_align. */
    public Settings withAlignmentWeight(double weight) {
      return new Settings(pairing, temperature, width, executionWeight, weight, rate);
    }

    /** The same with another τ. */
    public Settings withTemperature(double other) {
      return new Settings(pairing, other, width, executionWeight, alignmentWeight, rate);
    }

    /** The same with other positive pairs. */
    public Settings with(Pairing other) {
      return new Settings(other, temperature, width, executionWeight, alignmentWeight, rate);
    }
  }

  /**
   * B episodes: one keyframe of each for E, and its video for U.
   *
   * @param understanding what U learns from
   * @param execution what E learns from
   * @param labels of the episodes
   */
  public record Batch(
      RecognitionTraining.Batch understanding,
      mirrorlab.execution.Batch execution,
      Labels labels) {}

  private final VideoTextEncoder understanding;
  private final KeyframePolicy execution;
  private final RecognitionTraining recognition;
  private final ImitationTraining imitation;
  private final Settings settings;
  private final Optional<AlignedMaps> maps;

  private record AlignedMaps(Parameters parameters, AlignmentMaps maps) {}

  /**
   * A training of both encoders, from wherever they are.
   *
   * @param demonstrations with videos and steps
   * @param seed of the maps' initial weights, of the order and of the augmentation
   */
  public JointTraining(
      VideoTextEncoder understanding,
      KeyframePolicy execution,
      List<Episode> demonstrations,
      Settings settings,
      long seed) {
    this.understanding = understanding;
    this.execution = execution;
    this.settings = settings;
    recognition = new RecognitionTraining(understanding, demonstrations, seed);
    imitation = new ImitationTraining(execution, demonstrations, seed);
    maps = settings.aligns() ? Optional.of(maps(seed)) : Optional.empty();
  }

  private AlignedMaps maps(long seed) {
    Parameters parameters = new Parameters(seed);
    return new AlignedMaps(
        parameters,
        new AlignmentMaps(
            parameters,
            understanding.size().video().width(),
            3 * execution.size().width(),
            settings.width));
  }

  /**
   * What is trained, each in its own way.
   *
   * @param recognition how U is trained
   * @param imitation how E is trained, with as many steps
   */
  public List<ParameterGroup> groups(Recipe recognition, Recipe imitation) {
    long steps = recognition.schedule().steps();
    Recipe slow = new Recipe(new Schedule(settings.rate, Math.max(1, steps / 16), steps), 0, 1, 0);
    ParameterGroup u = new ParameterGroup("understanding", understanding.parameters(), recognition);
    ParameterGroup e = new ParameterGroup("execution", execution.parameters(), imitation);
    return maps.map(m -> List.of(u, e, new ParameterGroup("alignment", m.parameters, slow)))
        .orElse(List.of(u, e));
  }

  /** T_u and T_e, where there are any. */
  public Optional<AlignmentMaps> maps() {
    return maps.map(AlignedMaps::maps);
  }

  @Override
  public Batch batch(long step) {
    List<Episode> episodes = imitation.episodes(step);
    return new Batch(recognition.batch(episodes, step), imitation.batch(step), Labels.of(episodes));
  }

  @Override
  public Map<String, NDArray> losses(Batch batch) {
    RecognitionTraining.Seen watched = recognition.see(batch.understanding);
    ImitationTraining.Seen acted = imitation.see(batch.execution);
    Map<String, NDArray> losses = new LinkedHashMap<>(watched.losses());
    acted
        .losses()
        .forEach((name, loss) -> losses.put(name, Tensors.scaled(loss, settings.executionWeight)));
    maps().ifPresent(m -> losses.put("alignment", align(m, watched, acted, batch.labels)));
    return losses;
  }

  private NDArray align(
      AlignmentMaps maps,
      RecognitionTraining.Seen watched,
      ImitationTraining.Seen acted,
      Labels labels) {
    NDArray loss =
        settings.pairing.loss(
            maps.understanding(watched.representation()),
            maps.execution(acted.representation()),
            labels,
            settings.temperature);
    return Tensors.scaled(loss, settings.alignmentWeight);
  }

  /** Writes T_u and T_e, where there are any, into a directory: {@code alignment.safetensors}. */
  public void save(Path directory) throws IOException {
    if (maps.isPresent()) {
      Weights.save(directory.resolve("alignment.safetensors"), maps.get().parameters.all());
    }
  }

  /** Frees the maps; the encoders are the caller's. */
  @Override
  public void close() {
    maps.ifPresent(m -> m.parameters.close());
  }
}
