package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.files.JsonFile;

/**
 * How a {@link TrainingRun} that has ended went, {@code RUN/run.json}, and where its models are.
 *
 * @param trains {@code understanding}, {@code execution} or {@code joint}
 * @param profile its name
 * @param data checksum of the demonstrations
 * @param seed of the run
 * @param parameters how many numbers were learnt
 * @param steps that were made
 * @param seconds that they took, those before a resumption included
 * @param with what it was computed with at its end
 */
public record RunRecord(
    String trains,
    String profile,
    String data,
    long seed,
    long parameters,
    long steps,
    double seconds,
    Provenance with) {

  /** What a run leaves when it has ended. */
  static final String FILE = "run.json";

  static final String MODEL = "model";
  static final String UNDERSTANDING = "understanding";
  static final String EXECUTION = "execution";
  static final String JOINT = "joint";

  /**
   * The record of a run.
   *
   * @throws IOException if it has not ended
   */
  public static RunRecord of(Path run) throws IOException {
    if (!Files.exists(run.resolve(FILE))) {
      throw new IOException(
          run
              + " holds no training that has ended; './mirrorlab train' makes one, and --resume"
              + " goes on with one");
    }
    return JsonFile.read(run.resolve(FILE), RunRecord.class);
  }

  /** Where the model of a run is. */
  public static Path model(Path run) {
    return run.resolve(MODEL);
  }

  /** Where the U of a run is, which trained it alone or together with E. */
  public static Path understanding(Path run) throws IOException {
    return model(run, UNDERSTANDING);
  }

  /** Where the E of a run is, which trained it alone or together with U. */
  public static Path execution(Path run) throws IOException {
    return model(run, EXECUTION);
  }

  private static Path model(Path run, String encoder) throws IOException {
    String trains = of(run).trains;
    if (trains.equals(encoder)) {
      return model(run);
    }
    if (trains.equals(JOINT)) {
      return model(run).resolve(encoder);
    }
    throw new IOException(
        String.format(
            Locale.ROOT,
            "%s trained %s, and this needs a run of './mirrorlab train %s' or 'train joint'",
            run,
            trains,
            encoder));
  }

  /** How a run aligned its encoders, if it trained both. */
  public static Optional<AlignmentSettings> alignment(Path run) throws IOException {
    return of(run).trains.equals(JOINT)
        ? Optional.of(
            JsonFile.read(run.resolve("config.json"), TrainingRun.JointConfig.class).alignment())
        : Optional.empty();
  }
}
