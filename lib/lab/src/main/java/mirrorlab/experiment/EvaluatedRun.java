package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Result;

/**
 * A run under evaluation, and its name in records.
 *
 * @param name name of the run's directory
 * @param ended record of the finished run
 * @param alignment settings of the joint training, if it was one
 */
record EvaluatedRun(String name, RunRecord ended, Optional<AlignmentSettings> alignment) {

  /**
   * Opens a run.
   *
   * @throws IOException if it has not finished
   */
  static EvaluatedRun of(Path run) throws IOException {
    return new EvaluatedRun(
        run.getFileName().toString(), RunRecord.of(run), RunRecord.alignment(run));
  }

  String arm() {
    return alignment.map(AlignmentSettings::arm).orElse(AlignmentSettings.BASELINE);
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
