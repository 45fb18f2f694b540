package mirrorlab.alignment;

import java.util.Locale;
import java.util.function.Consumer;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.understanding.VideoTextEncoder;

/**
 * Settings of the alignment of U and E during training. All of the paper's constants are in {@link
 * #PAPER}, and nowhere else.
 *
 * @param pairing which pairs are positive
 * @param temperature τ
 * @param width Z, the width of the shared space
 * @param executionWeight λ_EE
 * @param alignmentWeight λ_align, 0 for the baseline
 * @param rate peak learning rate of the maps
 * @param warmUp number of preceding steps that train the maps alone, at {@link #WARM_UP_RATE}
 * @param memory M, the number of earlier representations per encoder that L_align also sees; 0 for
 *     the batch alone
 * @param partner E's alignment target
 * @param told whether E gets the instruction in L_align; it does in L_EE
 * @param understandingLayer layer of U, one of {@link VideoTextEncoder#layers}
 * @param executionLayer layer of E's coarse stage, one of {@link KeyframePolicy#layers}
 * @param keyframes number of keyframes per episode averaged for E's side of L_align; 1 for the
 *     keyframe that L_EE trains on
 * @param oracle whether E also learns the actions of the episodes that are otherwise only watched
 * @param placebo whether batches and augmentation are drawn in another random order
 */
public record AlignmentSettings(
    Pairing pairing,
    double temperature,
    int width,
    double executionWeight,
    double alignmentWeight,
    double rate,
    long warmUp,
    int memory,
    Partner partner,
    boolean told,
    String understandingLayer,
    String executionLayer,
    int keyframes,
    boolean oracle,
    boolean placebo) {

  /** The arm without the alignment loss. */
  public static final String BASELINE = "baseline";

  /** The arm with the alignment loss, as the paper has it. */
  public static final String ALIGNED = "aligned";

  /** Learning rate of the maps during their warm-up. */
  public static final double WARM_UP_RATE = 3e-3;

  private static final int WIDEST = 65_536;
  private static final int LONGEST = 1_000_000; // representations, a gigabyte

  /** The paper's constants: negatives come from the batch alone. */
  public static final AlignmentSettings PAPER =
      new AlignmentSettings(
          Pairing.INSTRUCTION,
          0.1,
          1024,
          1,
          0.5,
          1e-4,
          0,
          0,
          Partner.VIDEO,
          true,
          VideoTextEncoder.VIDEO_OUT,
          KeyframePolicy.SCENE_COARSE,
          1,
          false,
          false);

  /**
   * The paper's constants except two. A batch holds 16 episodes of 18 tasks and thus no negatives
   * of the same task: a memory supplies them. The maps learn as fast as the encoders, which would
   * otherwise adapt to the maps' random initial weights.
   */
  public static final AlignmentSettings DEFAULT =
      PAPER.with(
          it -> {
            it.memory = 2048;
            it.rate = 1e-3;
          });

  /** Checks that the numbers make sense. */
  public AlignmentSettings {
    require(temperature > 0, "τ", temperature, "above 0");
    require(temperature >= 1e-6, "τ", temperature, "at least 0.000001");
    require(width >= 1, "Z", width, "at least 1");
    require(width <= WIDEST, "Z", width, "at most " + WIDEST);
    require(executionWeight > 0, "λ_EE", executionWeight, "above 0");
    require(alignmentWeight >= 0, "λ_align", alignmentWeight, "0 or above");
    require(rate > 0, "the maps' learning rate", rate, "above 0");
    require(warmUp >= 0, "the warm-up", warmUp, "0 steps or more");
    require(memory >= 0, "the memory", memory, "0 or above");
    require(memory <= LONGEST, "the memory", memory, "at most " + LONGEST);
    require(keyframes >= 1, "keyframes", keyframes, "at least 1");
    if (partner == Partner.DERANGED && pairing != Pairing.INSTRUCTION) {
      throw new IllegalArgumentException(
          "wrong videos are dealt by instruction: the pairing has to be instruction, not "
              + pairing);
    }
  }

  static void require(boolean holds, String name, Number value, String domain) {
    if (!holds || !Double.isFinite(value.doubleValue())) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is %s; it has to be %s", name, value, domain));
    }
  }

  /** Whether the alignment loss has a weight above 0. */
  public boolean isAligned() {
    return alignmentWeight > 0;
  }

  /** The name of these settings' experimental arm, such as {@code baseline}. */
  public String arm() {
    String arm;
    if (!isAligned()) {
      arm = placebo ? "placebo" : BASELINE;
    } else if (partner != Partner.VIDEO) {
      arm = partner.label();
    } else {
      arm = told ? ALIGNED : "no-instruction";
    }
    return oracle ? "oracle-" + arm : arm;
  }

  /** The same settings without the alignment loss. */
  public AlignmentSettings baseline() {
    return with(it -> it.alignmentWeight = 0);
  }

  /**
   * The same settings with some of them changed.
   *
   * <pre>{@code
   * AlignmentSettings sharper = AlignmentSettings.DEFAULT.with(it -> it.temperature = 0.02);
   * }</pre>
   *
   * @throws IllegalArgumentException if a value is out of its domain
   */
  public AlignmentSettings with(Consumer<Changes> change) {
    Changes changed = new Changes(this);
    change.accept(changed);
    return changed.settings();
  }

  /** A mutable copy of the settings; each field is the record component of the same name. */
  public static final class Changes {
    public Pairing pairing;
    public double temperature;
    public int width;
    public double executionWeight;
    public double alignmentWeight;
    public double rate;
    public long warmUp;
    public int memory;
    public Partner partner;
    public boolean told;
    public String understandingLayer;
    public String executionLayer;
    public int keyframes;
    public boolean oracle;
    public boolean placebo;

    private Changes(AlignmentSettings settings) {
      pairing = settings.pairing;
      temperature = settings.temperature;
      width = settings.width;
      executionWeight = settings.executionWeight;
      alignmentWeight = settings.alignmentWeight;
      rate = settings.rate;
      warmUp = settings.warmUp;
      memory = settings.memory;
      partner = settings.partner;
      told = settings.told;
      understandingLayer = settings.understandingLayer;
      executionLayer = settings.executionLayer;
      keyframes = settings.keyframes;
      oracle = settings.oracle;
      placebo = settings.placebo;
    }

    private AlignmentSettings settings() {
      return new AlignmentSettings(
          pairing,
          temperature,
          width,
          executionWeight,
          alignmentWeight,
          rate,
          warmUp,
          memory,
          partner,
          told,
          understandingLayer,
          executionLayer,
          keyframes,
          oracle,
          placebo);
    }
  }
}
