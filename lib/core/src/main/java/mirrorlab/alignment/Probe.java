package mirrorlab.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import mirrorlab.metrics.Matrices;
import mirrorlab.metrics.Similarity;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Progress;
import mirrorlab.nn.Schedule;
import mirrorlab.nn.Seeds;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.Trainable;
import mirrorlab.nn.Training;
import mirrorlab.nn.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The paper's probe of spontaneous alignment: with both encoders frozen, two linear maps are
 * trained with bidirectional InfoNCE on training episodes and tested by retrieval on others.
 *
 * <p>Features are standardised by the training episodes' statistics before the maps.
 */
public final class Probe implements AutoCloseable {
  private final Parameters parameters;
  private final AlignmentMaps maps;
  private final Standardisation understanding;
  private final Standardisation execution;

  /**
   * Training settings of the maps.
   *
   * @param pairing which pairs are positive
   * @param temperature τ
   * @param width Z
   * @param steps number of AdamW steps
   * @param batch pairs per step; all of them if there are fewer
   * @param rate peak learning rate
   * @param decay weight decay
   */
  public record Settings(
      Pairing pairing,
      double temperature,
      int width,
      long steps,
      int batch,
      double rate,
      double decay) {

    /** Checks that the numbers make sense. */
    public Settings {
      AlignmentSettings.require(temperature > 0, "τ", temperature, "above 0");
      AlignmentSettings.require(width >= 1, "Z", width, "at least 1");
      AlignmentSettings.require(steps >= 1, "steps", steps, "at least 1");
      AlignmentSettings.require(batch >= 2, "the batch", batch, "at least 2 pairs");
      AlignmentSettings.require(rate > 0, "the learning rate", rate, "above 0");
      AlignmentSettings.require(decay >= 0, "the weight decay", decay, "0 or above");
    }

    /** The paper's pairing, τ and Z; the rest was chosen on synthetic pairs. */
    public static final Settings DEFAULT =
        new Settings(
            AlignmentSettings.PAPER.pairing(),
            AlignmentSettings.PAPER.temperature(),
            AlignmentSettings.PAPER.width(),
            200,
            512,
            3e-3,
            0.1);

    /** The same settings with another number of steps. */
    public Settings withSteps(long steps) {
      return new Settings(pairing, temperature, width, steps, batch, rate, decay);
    }
  }

  private Probe(Pairs train, Settings settings, long seed) {
    parameters = new Parameters(seed);
    understanding = Standardisation.of(train.understanding());
    execution = Standardisation.of(train.execution());
    maps =
        new AlignmentMaps(
            parameters,
            train.understanding()[0].length,
            train.execution()[0].length,
            settings.width);
  }

  /**
   * Trains the maps; the same pairs, settings and seed give the same maps.
   *
   * @throws InterruptedException if this thread was interrupted meanwhile
   */
  public static Probe train(Pairs train, Settings settings, long seed) throws InterruptedException {
    Probe probe = new Probe(train, settings, seed);
    try {
      TrainingConfig config =
          new TrainingConfig(new Schedule(settings.rate, 10, settings.steps), settings.decay, 1, 0);
      Training.run(probe.new Learner(train, settings, seed), config, (Progress progress) -> {});
      return probe;
    } catch (InterruptedException | RuntimeException e) {
      probe.close();
      throw e;
    }
  }

  /** Cosines between the embeddings of all episodes: N×N, rows for U, columns for E. */
  public INDArray similarity(Pairs test) {
    return Matrices.cosine(
        Matrices.of(embedUnderstanding(test.understanding())),
        Matrices.of(embedExecution(test.execution())));
  }

  /** The same cosines, computed in blocks: for galleries whose N×N numbers do not fit. */
  public Similarity cosines(Pairs test) {
    return Similarity.cosine(
        embedUnderstanding(test.understanding()), embedExecution(test.execution()));
  }

  /** U's representations, N rows → their embeddings, N rows of Z. */
  public float[][] embedUnderstanding(float[][] representations) {
    return embed(maps::understanding, understanding.apply(representations));
  }

  /** E's representations, N rows → their embeddings, N rows of Z. */
  public float[][] embedExecution(float[][] representations) {
    return embed(maps::execution, execution.apply(representations));
  }

  /** Frees the maps. */
  @Override
  public void close() {
    parameters.close();
  }

  private float[][] embed(UnaryOperator<NDArray> map, float[][] rows) {
    return Autograd.infer(
        () -> {
          NDArray embedded = map.apply(matrix(parameters.manager(), rows));
          int width = (int) embedded.getShape().get(1);
          float[] flat = embedded.toFloatArray();
          float[][] out = new float[rows.length][];
          Arrays.setAll(out, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
          return out;
        });
  }

  private static NDArray matrix(NDManager manager, float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return Tensors.of(manager, flat, rows.length, rows[0].length);
  }

  /** The maps as a trainable model of standardised pairs. */
  private final class Learner implements Trainable<Pairs> {
    private final Pairs train;
    private final Settings settings;
    private final long seed;

    Learner(Pairs train, Settings settings, long seed) {
      this.train =
          new Pairs(
              understanding.apply(train.understanding()),
              execution.apply(train.execution()),
              train.labels());
      this.settings = settings;
      this.seed = seed;
    }

    @Override
    public Parameters parameters() {
      return parameters;
    }

    @Override
    public Pairs batch(long step) {
      int size = Math.min(settings.batch, train.size());
      return train.at(
          Seeds.at(seed, step).ints(0, train.size()).distinct().limit(size).sorted().toArray());
    }

    @Override
    public Map<String, NDArray> losses(Pairs batch) {
      NDManager manager = parameters.manager();
      NDArray loss =
          settings.pairing.loss(
              maps.understanding(matrix(manager, batch.understanding())),
              maps.execution(matrix(manager, batch.execution())),
              batch.labels(),
              settings.temperature);
      return Map.of("alignment", loss);
    }
  }
}
