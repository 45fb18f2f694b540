package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.Result;
import mirrorlab.evaluation.SpontaneousAlignment.Findings;
import mirrorlab.experiment.ProbeStudy.Found;
import mirrorlab.files.CsvTable;
import mirrorlab.files.Folder;

/**
 * The {@link ProbeStudy} of two runs as records, one for seen and one for unseen instructions:
 * {@code OUT-test-seen.json}, {@code OUT-test-unseen.json}; and beside each {@code
 * OUT-test-seen.csv} with the items of all arms, from which intervals can be recomputed.
 */
public final class ProbeEvaluation {
  private static final int HELD_OUT = 5; // every fifth episode, if a set has no validation split

  private final Path understanding;
  private final Path execution;
  private final DemonstrationSet set;
  private final Optional<DemonstrationSet> rollouts;
  private final Path out;
  private final int draws;

  /**
   * Creates a probe of two runs.
   *
   * @param understanding a run that trained U
   * @param execution a run that trained E
   * @param set of demonstrations
   * @param rollouts E's own rollouts in test scenes, saved by {@code evaluate control --save}
   * @param out {@code OUT.json}
   * @param draws number of draws of untrained weights, at least 1; usually {@link ProbeStudy#DRAWS}
   */
  public ProbeEvaluation(
      Path understanding,
      Path execution,
      DemonstrationSet set,
      Optional<DemonstrationSet> rollouts,
      Path out,
      int draws) {
    if (draws < 1) {
      throw new IllegalArgumentException("draws is " + draws + "; give at least 1");
    }
    this.understanding = understanding;
    this.execution = execution;
    this.set = set;
    this.rollouts = rollouts;
    this.out = out;
    this.draws = draws;
  }

  /**
   * Measures everything.
   *
   * @param log receives progress messages
   * @return one record per split that has episodes
   */
  public List<Result> run(Consumer<String> log) throws IOException, InterruptedException {
    EvaluatedRun judged = EvaluatedRun.of(execution);
    Folder.create(out.toAbsolutePath().getParent()); // to fail before the work, not after it
    List<Episode> train = set.read(Split.TRAIN);
    List<Episode> validation = set.read(Split.VALIDATION);
    if (validation.isEmpty()) {
      validation = part(train, i -> i % HELD_OUT == 0);
      train = part(train, i -> i % HELD_OUT != 0);
    }
    List<ProbeStudy.Gallery> galleries = new ArrayList<>();
    for (Split split : List.of(Split.TEST_SEEN, Split.TEST_UNSEEN)) {
      if (set.count(split) > 0) {
        List<Episode> acted = rollouts.isEmpty() ? List.of() : rollouts.get().read(split);
        galleries.add(new ProbeStudy.Gallery(split, set.read(split), acted));
      }
    }
    List<Result> results = new ArrayList<>();
    try (Encoders trained = Encoders.of(understanding, execution)) {
      List<Found> found =
          new ProbeStudy(judged.arm(), trained, draws, judged.ended().seed())
              .measure(train, validation, galleries, log);
      for (int i = 0; i < found.size(); i++) {
        String split = galleries.get(i).split().label();
        Findings findings = found.get(i).findings();
        Result result =
            judged.result(
                RecordNames.PROBE,
                set.checksum(),
                split,
                findings.metrics(),
                findings.references());
        write(out, result, found.get(i).items());
        results.add(result);
      }
    }
    return results;
  }

  /** Writes a split's record, and the items of all arms beside it. */
  static void write(Path out, Result result, CsvTable items) throws IOException {
    result.write(RecordNames.beside(out, "-" + result.split() + RecordNames.JSON));
    items.write(RecordNames.beside(out, "-" + result.split() + RecordNames.ITEMS));
  }

  private static List<Episode> part(List<Episode> episodes, IntPredicate chosen) {
    return IntStream.range(0, episodes.size()).filter(chosen).mapToObj(episodes::get).toList();
  }
}
