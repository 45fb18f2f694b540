package mirrorlab.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mirrorlab.alignment.Labels;
import mirrorlab.alignment.Pairs;
import mirrorlab.evaluation.Trial;
import mirrorlab.experiment.ProbeArm.Source;
import mirrorlab.experiment.ProbeVariants.Part;

/**
 * One arm's representations of all episodes of a {@link ProbeStudy}.
 *
 * @param train pairs for training the maps
 * @param validation pairs for choosing settings
 * @param galleries the test galleries
 * @param rollouts E's own rollouts in the same scenes, one list per gallery; empty if there are
 *     none or the arm does not evaluate them
 */
record ProbePairs(
    Pairs train, Pairs validation, List<Pairs> galleries, List<List<Rollouts>> rollouts) {

  /** E's own rollouts and their outcomes. */
  record Rollouts(Pairs pairs, List<Trial> trials) {}

  /** Computes the representations that do not exist yet. */
  static ProbePairs of(
      ProbeArm arm,
      Map<Source, ProbeVariants> variants,
      Part train,
      Part validation,
      List<Part> galleries,
      List<Part> rollouts)
      throws InterruptedException {
    List<Pairs> asked = new ArrayList<>();
    List<List<Rollouts>> judged = new ArrayList<>();
    for (int g = 0; g < galleries.size(); g++) {
      asked.add(pairs(arm, variants, galleries.get(g)));
      Part acted = rollouts.get(g);
      boolean some = arm.judgesOutcomes() && !acted.episodes().isEmpty();
      judged.add(
          some
              ? List.of(
                  new Rollouts(
                      pairs(arm, variants, acted),
                      acted.episodes().stream().map(Trial::of).toList()))
              : List.of());
    }
    return new ProbePairs(
        pairs(arm, variants, train), pairs(arm, variants, validation), asked, judged);
  }

  private static Pairs pairs(ProbeArm arm, Map<Source, ProbeVariants> variants, Part part)
      throws InterruptedException {
    return new Pairs(
        variants.get(arm.understanding()).watched(part, arm.watched()),
        variants.get(arm.execution()).acted(part, arm.acted(), arm.withheld()),
        Labels.of(part.episodes()));
  }
}
