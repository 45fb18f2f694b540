package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Episode;
import mirrorlab.data.Split;
import mirrorlab.evaluation.Result;
import mirrorlab.evaluation.SpontaneousAlignment.Findings;

/**
 * The {@link ProbeStudy} of two runs as records, one for seen and one for unseen instructions:
 * {@code OUT-test-seen.json}, {@code OUT-test-unseen.json}.
 */
public final class ProbeEvaluation {
  private final Path understanding;
  private final Path execution;
  private final DemonstrationSet set;
  private final Optional<DemonstrationSet> rollouts;
  private final Path out;

  /**
   * A probe of two runs.
   *
   * @param understanding a run that trained U
   * @param execution a run that trained E
   * @param set of demonstrations
   * @param rollouts what E did itself in test scenes, kept by {@code evaluate control --save}
   * @param out {@code OUT.json}
   */
  public ProbeEvaluation(
      Path understanding,
      Path execution,
      DemonstrationSet set,
      Optional<DemonstrationSet> rollouts,
      Path out) {
    this.understanding = understanding;
    this.execution = execution;
    this.set = set;
    this.rollouts = rollouts;
    this.out = out;
  }

  /**
   * Measures everything.
   *
   * @param log told what is being done
   * @return a record for each split that has episodes
   */
  public List<Result> run(Consumer<String> log) throws IOException, InterruptedException {
    Judged judged = Judged.of(execution);
    List<Episode> train = set.read(Split.TRAIN);
    List<Split> splits = new ArrayList<>();
    List<ProbeStudy.Gallery> galleries = new ArrayList<>();
    for (Split split : List.of(Split.TEST_SEEN, Split.TEST_UNSEEN)) {
      if (set.count(split) > 0) {
        splits.add(split);
        List<Episode> acted = rollouts.isEmpty() ? List.of() : rollouts.get().read(split);
        galleries.add(new ProbeStudy.Gallery(set.read(split), acted));
      }
    }
    List<Result> results = new ArrayList<>();
    long seed = judged.ended().seed();
    try (Encoders trained = Encoders.of(understanding, execution);
        Encoders fresh = trained.fresh(seed)) {
      List<Findings> found =
          new ProbeStudy(judged.arm(), trained, fresh, seed).measure(train, galleries, log);
      for (int i = 0; i < found.size(); i++) {
        String split = splits.get(i).label();
        Result result =
            judged.result(
                "probe", set.checksum(), split, found.get(i).metrics(), found.get(i).references());
        result.write(Evaluation.beside(out, "-" + split + ".json"));
        results.add(result);
      }
    }
    return results;
  }
}
