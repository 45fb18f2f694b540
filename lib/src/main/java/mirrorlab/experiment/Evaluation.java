package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Episode;
import mirrorlab.data.Split;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Recognition;
import mirrorlab.evaluation.Recognition.Candidate;
import mirrorlab.evaluation.Recognition.Named;
import mirrorlab.evaluation.Result;
import mirrorlab.files.WholeFile;
import mirrorlab.understanding.VideoTextEncoder;

/** What a trained encoder can do, as a record beside what it must be compared with. */
public final class Evaluation {
  private static final String ARM = "baseline";

  private Evaluation() {}

  /**
   * Names the videos of a split among all instructions of the set, unseen ones included.
   *
   * @param run of U, ended
   * @param out {@code NAME.json}; beside it {@code NAME.csv} has a row an episode
   */
  public static Result recognition(Path run, DemonstrationSet set, Split split, Path out)
      throws IOException, InterruptedException {
    TrainingRun.Ended ended = TrainingRun.ended(run);
    if (set.count(split) == 0) {
      throw new IOException(set.path() + " has no episodes of " + split.label());
    }
    List<Episode> episodes = set.readVideos(split);
    List<Candidate> candidates = Recognition.candidates(set.plan().variations());
    try (VideoTextEncoder u = VideoTextEncoder.load(TrainingRun.model(run));
        VideoTextEncoder untrained = new VideoTextEncoder(u.size(), u.tokenizer(), ended.seed())) {
      List<Named> named = Recognition.run(u, episodes, candidates);
      List<Metric> references = new ArrayList<>(Recognition.chance(candidates));
      references.addAll(
          Recognition.metrics(
              "most frequent",
              Recognition.majority(episodes, set.instructions(Split.TRAIN), candidates)));
      references.addAll(
          Recognition.metrics("untrained", Recognition.run(untrained, episodes, candidates)));
      references.addAll(
          Recognition.metrics(
              "first frame only", Recognition.runOnFirstFrames(u, episodes, candidates)));
      Result result =
          Result.of(
              "recognition",
              run.getFileName().toString(),
              ARM,
              ended.seed(),
              ended.profile(),
              set.checksum(),
              split.label(),
              Recognition.metrics(ARM, named),
              references);
      result.write(out);
      WholeFile.write(
          out.resolveSibling(out.getFileName().toString().replaceFirst("\\.json$", "") + ".csv"),
          String.join("\n", Recognition.items(named)) + "\n");
      return result;
    }
  }
}
