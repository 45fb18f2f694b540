package mirrorlab.evaluation;

import java.nio.file.Path;
import java.util.Locale;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.data.Split;

/**
 * The names in records, and of their files, by which figures and later steps find them.
 *
 * <pre>
 *   OUT/seed-0/KIND-ARM-SPLIT.json   one arm of a comparison: control-aligned-test-seen.json
 *   … KIND-ARM-step-N-SPLIT.json     the same, after N steps of the training
 *   OUT/seed-0/KIND-SPLIT.json       an encoder alone, or the probe: recognition-test-seen.json
 *              … .csv                beside a record, one row per item
 *              … -tsne.csv           beside a record of watch-then-do, the shared space
 *   OUT/seed-0/losses-ARM.csv        the losses of a joint training
 * </pre>
 *
 * <p>Arms are named by {@link AlignmentSettings#arm}.
 */
public final class RecordNames {
  /** The kind of {@link Recognition}'s records. */
  public static final String RECOGNITION = "recognition";

  /** The kind of {@link Imitation}'s records. */
  public static final String IMITATION = "imitation";

  /** The kind of {@link Control}'s records. */
  public static final String CONTROL = "control";

  /** The kind of {@link WatchThenDo}'s records. */
  public static final String WATCH_THEN_DO = "watch-then-do";

  /** The kind of the records of a frozen probe. */
  public static final String PROBE = "probe";

  /** The kind of the records of whether an alignment loss had its effect. */
  public static final String ALIGNMENT_CHECK = "alignment-check";

  /** The losses of a joint training. */
  public static final String LOSSES = "losses";

  /** The metric Recall@1. */
  public static final String RECALL = "recall@1";

  /** The metric of the instruction that U ranks first. */
  public static final String TOP_1 = "top-1";

  /** The metric of the episodes that succeed. */
  public static final String SUCCESS = "success";

  /** The prefix of a seed's folder. */
  public static final String SEED = "seed-";

  /** The end of a record's name. */
  public static final String JSON = ".json";

  /** The end of the name of a record's items. */
  public static final String ITEMS = ".csv";

  /** The end of the name of the t-SNE projection beside a record. */
  public static final String TSNE = "-tsne.csv";

  private RecordNames() {}

  /** {@code OUT/seed-N}. */
  public static Path seed(Path out, long seed) {
    return out.resolve(SEED + seed);
  }

  /** {@code KIND-ARM}. */
  public static String of(String kind, String arm) {
    return kind + "-" + arm;
  }

  /**
   * {@code SEED/NAME-SPLIT.json}.
   *
   * @param name a kind, or {@link #of}
   */
  public static Path record(Path seed, String name, Split split) {
    return seed.resolve(String.format(Locale.ROOT, "%s-%s%s", name, split.label(), JSON));
  }

  /** {@code SEED/rollouts-SPLIT}, the set of what the baseline's E did. */
  public static Path rollouts(Path seed, Split split) {
    return seed.resolve("rollouts-" + split.label());
  }

  /** A record's path with another end in place of {@code .json}. */
  public static Path beside(Path record, String end) {
    String name = record.getFileName().toString();
    String stem = name.endsWith(JSON) ? name.substring(0, name.length() - JSON.length()) : name;
    return record.resolveSibling(stem + end);
  }
}
