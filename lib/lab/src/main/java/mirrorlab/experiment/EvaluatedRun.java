package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Result;

/**
 * A run that is judged, and how it is named in records.
 *
 * @param name of the run's directory
 * @param ended how it went
 * @param alignment how it trained both encoders together, if it did
 */
record EvaluatedRun(String name, RunRecord ended, Optional<AlignmentSettings> alignment) {

  /** The arm of encoders that nothing pulled together. */
  static final String BASELINE = "baseline";

  /** The arm of encoders that were aligned. */
  static final String ALIGNED = "aligned";

  /**
   * A run.
   *
   * @throws IOException if it has not ended
   */
  static EvaluatedRun of(Path run) throws IOException {
    return new EvaluatedRun(
        run.getFileName().toString(), RunRecord.of(run), RunRecord.alignment(run));
  }

  String arm() {
    return alignment.map(AlignmentSettings::arm).orElse(BASELINE);
  }

  Result result(
      String kind, String data, String split, List<Metric> metrics, List<Metric> references) {
    Result result =
        Result.of(
            kind, name, arm(), ended.seed(), ended.profile(), data, split, metrics, references);
    return alignment
        .filter(AlignmentSettings::isAligned)
        .map(how -> result.aligned(how.pairing().label(), how.temperature(), how.alignmentWeight()))
        .orElse(result);
  }
}
