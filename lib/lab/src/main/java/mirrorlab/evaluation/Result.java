package mirrorlab.evaluation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import mirrorlab.files.AtomicFile;

/**
 * The record of one evaluation, with all data for its figures and tables.
 *
 * <pre>
 *   {"schema": "mirrorlab.result/1", "kind": "control", "run": "…", "arm": "baseline", …,
 *    "metrics":    [{"arm": "baseline", "name": "success", "by": "close_jar", "value": 0.8, …}],
 *    "references": [{"arm": "expert",   "name": "success", "by": "close_jar", "value": 1.0, …}]}
 * </pre>
 *
 * @param schema {@link #SCHEMA}
 * @param kind kind of evaluation: {@code probe}, {@code control}, {@code recognition}, …
 * @param run the run directory's name
 * @param arm the trained arm, such as {@code baseline} or {@code aligned}
 * @param pairing the choice of positive pairs; {@code none} without alignment
 * @param tau temperature τ; 0 without alignment
 * @param lambda weight of the alignment loss; 0 without alignment
 * @param seed seed of the run
 * @param profile such as {@code quick}
 * @param data checksum of the demonstrations
 * @param split such as {@code test-seen}
 * @param metrics the arm's metrics
 * @param references metrics for comparison: chance, controls, the expert
 */
public record Result(
    String schema,
    String kind,
    String run,
    String arm,
    String pairing,
    double tau,
    double lambda,
    long seed,
    String profile,
    String data,
    String split,
    List<Metric> metrics,
    List<Metric> references) {

  /** The schema that this version reads and writes. */
  public static final String SCHEMA = "mirrorlab.result/1";

  private static final Gson GSON =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .create();

  /** Checks the schema and that nothing is missing; makes the lists immutable. */
  public Result {
    require(schema, "schema");
    if (!schema.equals(SCHEMA)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "schema is '%s' and this version reads '%s'", schema, SCHEMA));
    }
    require(kind, "kind");
    require(run, "run");
    require(arm, "arm");
    require(pairing, "pairing");
    require(profile, "profile");
    require(data, "data");
    require(split, "split");
    require(metrics, "metrics");
    require(references, "references");
    metrics = List.copyOf(metrics);
    references = List.copyOf(references);
  }

  /** Creates a result without alignment. */
  public static Result of(
      String kind,
      String run,
      String arm,
      long seed,
      String profile,
      String data,
      String split,
      List<Metric> metrics,
      List<Metric> references) {
    return new Result(
        SCHEMA, kind, run, arm, "none", 0, 0, seed, profile, data, split, metrics, references);
  }

  /** The same result with settings of the alignment. */
  public Result aligned(String pairing, double tau, double lambda) {
    return new Result(
        schema,
        kind,
        run,
        arm,
        pairing,
        tau,
        lambda,
        seed,
        profile,
        data,
        split,
        metrics,
        references);
  }

  /** The metric or reference of an arm, if any. */
  public Optional<Metric> find(String arm, String name, String by) {
    return Stream.concat(metrics.stream(), references.stream())
        .filter(m -> m.arm().equals(arm) && m.name().equals(name) && m.by().equals(by))
        .findFirst();
  }

  /** Writes the JSON; the file appears whole or not at all. */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, GSON.toJson(this) + "\n");
  }

  /**
   * Reads a file written by {@link #write}.
   *
   * @throws IOException if the file cannot be read or is not such a record; the message names the
   *     file, the place in it and the fix
   */
  public static Result read(Path file) throws IOException {
    try (JsonReader json = new JsonReader(Files.newBufferedReader(file))) {
      try {
        Result result = require(GSON.<Result>fromJson(json, Result.class), "schema");
        // Lenient, so that trailing content is detected and not just reported as malformed.
        json.setStrictness(Strictness.LENIENT);
        if (json.peek() != JsonToken.END_DOCUMENT) {
          throw new IllegalArgumentException("there is more after the record's end");
        }
        return result;
      } catch (IOException | RuntimeException e) {
        throw damaged(file, json.getPath(), e);
      }
    }
  }

  private static IOException damaged(Path file, String place, Exception cause) {
    // Gson wraps the reason, once or twice, and may add a link in a second line.
    Throwable reason = cause;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    return new IOException(
        String.format(
            Locale.ROOT,
            "%s is no result record; at %s: %s. Delete it and run the evaluation again, or restore it from version control.",
            file,
            place,
            String.valueOf(reason.getMessage()).lines().findFirst().orElse("")),
        cause);
  }

  static <T> T require(T value, String field) {
    if (value == null) {
      throw new IllegalArgumentException("the field '" + field + "' is missing");
    }
    return value;
  }
}
