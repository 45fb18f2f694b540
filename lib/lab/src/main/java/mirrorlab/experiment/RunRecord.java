package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.files.JsonFile;

/**
 * The record of a finished {@link TrainingRun}, {@code RUN/run.json}, and the locations of its
 * models.
 *
 * @param trains {@code understanding}, {@code execution} or {@code joint}
 * @param profile its name
 * @param data checksum of the demonstrations
 * @param seed seed of the run
 * @param parameters number of trained parameters
 * @param steps number of steps
 * @param seconds total time of the steps, including the time before a resumption
 * @param with software and hardware at the end of the run
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

  /** The file that marks a finished run. */
  public static final String FILE = "run.json";

  static final String MODEL = "model";
  static final String UNDERSTANDING = "understanding";
  static final String EXECUTION = "execution";
  static final String JOINT = "joint";

  /**
   * The record of a run.
   *
   * @throws IOException if it has not finished
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

  /** The path of a run's model. */
  public static Path model(Path run) {
    return run.resolve(MODEL);
  }

  /** The path of the U of a run, which trained it alone or together with E. */
  public static Path understanding(Path run) throws IOException {
    return model(run, UNDERSTANDING);
  }

  /** The path of the E of a run, which trained it alone or together with U. */
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

  /** The alignment settings of a run, if it trained both encoders. */
  public static Optional<AlignmentSettings> alignment(Path run) throws IOException {
    return of(run).trains.equals(JOINT)
        ? Optional.of(
            JsonFile.read(run.resolve("config.json"), TrainingRun.JointConfig.class).alignment())
        : Optional.empty();
  }
}
