package mirrorlab.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import mirrorlab.alignment.Labels;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import mirrorlab.alignment.RidgeProbe;
import mirrorlab.evaluation.LayerAlignment;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.OutcomeAlignment;
import mirrorlab.evaluation.ProbeItems;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.SharedInformation;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.metrics.Similarity;
import mirrorlab.understanding.VideoTextEncoder;

/**
 * Trains the maps of one arm of a {@link ProbeStudy} at a time, and tests them in all galleries.
 * Thread-safe.
 *
 * @param galleries the test galleries
 * @param settings settings of the maps' training
 * @param seed seed of the maps, the permutations and the bootstrap
 */
record ProbeQuestions(List<ProbeGallery> galleries, Probe.Settings settings, long seed) {

  /** The most items among which measures are taken that need all their similarities at once. */
  static final int MOST = 4096;

  /** Further results of the trained encoders' maps in a gallery. */
  @FunctionalInterface
  interface Further {
    List<ProbeAnswer> of(Probe probe, int gallery);
  }

  /** The trained encoders: their maps, CSLS on these, and what else is asked of them. */
  List<ProbeAnswer> trained(String name, ProbePairs pairs, Further further)
      throws InterruptedException {
    List<ProbeAnswer> answers = new ArrayList<>();
    try (Probe probe = Probe.train(pairs.train(), settings, seed)) {
      for (int g = 0; g < galleries.size(); g++) {
        Pairs here = pairs.galleries().get(g);
        Similarity similarity = probe.cosines(here);
        List<Metric> beside = new ArrayList<>(information(name, probe, pairs, here));
        beside.addAll(outcomes(RecordNames.RECALL, probe, pairs, g));
        answers.add(answer(name, g, similarity, beside));
        ProbeItems scaled = ProbeItems.csls(similarity, here.labels(), here.labels());
        answers.add(answer(ProbeStudy.CSLS, g, scaled, List.of()));
        answers.addAll(further.of(probe, g));
      }
    }
    return answers;
  }

  /** Other maps for the trained encoders, tested in the same way. */
  List<ProbeAnswer> more(String arm, Pairs train, long steps, ProbePairs pairs)
      throws InterruptedException {
    List<ProbeAnswer> answers = new ArrayList<>();
    try (Probe probe = Probe.train(train, settings.withSteps(steps), seed)) {
      for (int g = 0; g < galleries.size(); g++) {
        Pairs here = pairs.galleries().get(g);
        answers.add(answer(arm, g, probe.cosines(here), information(arm, probe, pairs, here)));
      }
    }
    return answers;
  }

  /** The trained encoders by ridge regression. */
  List<ProbeAnswer> ridge(ProbePairs pairs) {
    RidgeProbe probe = RidgeProbe.fit(pairs.train(), pairs.validation());
    return IntStream.range(0, galleries.size())
        .mapToObj(
            g -> answer(ProbeStudy.RIDGE, g, probe.cosines(pairs.galleries().get(g)), List.of()))
        .toList();
  }

  /**
   * A control with maps of its own.
   *
   * @param layers whether to compare its representations also without maps
   */
  List<ProbeAnswer> control(String arm, boolean layers, ProbePairs pairs)
      throws InterruptedException {
    List<ProbeAnswer> answers = new ArrayList<>();
    try (Probe probe = Probe.train(pairs.train(), settings, seed)) {
      for (int g = 0; g < galleries.size(); g++) {
        Pairs here = pairs.galleries().get(g);
        List<Metric> beside = new ArrayList<>(information(arm, probe, pairs, here));
        if (layers) {
          beside.addAll(
              LayerAlignment.metrics(
                  arm,
                  Map.of(VideoTextEncoder.VIDEO_OUT, here.understanding()),
                  Map.of(KeyframePolicy.SCENE_COARSE, here.execution()),
                  here.labels(),
                  seed));
        }
        String metric = RecordNames.RECALL + ", " + arm;
        beside.addAll(outcomes(metric, probe, pairs, g));
        answers.add(answer(arm, g, probe.cosines(here), beside));
      }
    }
    return answers;
  }

  private ProbeAnswer answer(String arm, int gallery, Similarity similarity, List<Metric> beside) {
    Labels labels = galleries.get(gallery).labels();
    return answer(arm, gallery, ProbeItems.of(similarity, labels, labels), beside);
  }

  /** The results of all pairs of a gallery. */
  ProbeAnswer answer(String arm, int gallery, ProbeItems items, List<Metric> beside) {
    ProbeGallery here = galleries.get(gallery);
    return new ProbeAnswer(
        arm, gallery, items, here.clusters(), here.names(), here.names(), beside);
  }

  /** The indices of N items, or of {@code most} that are drawn from them, in order. */
  static int[] sample(int n, int most, long seed) {
    return n <= most
        ? IntStream.range(0, n).toArray()
        : new SplittableRandom(seed).ints(0, n).distinct().limit(most).sorted().toArray();
  }

  private List<Metric> information(String arm, Probe probe, ProbePairs pairs, Pairs here) {
    Pairs validation = pairs.validation();
    double temperature =
        SharedInformation.temperature(
            probe.similarity(validation), validation.labels().instructions(), seed);
    Pairs some = here.at(sample(here.size(), MOST, seed));
    return SharedInformation.metrics(
        arm, probe.similarity(some), some.labels().instructions(), temperature, seed);
  }

  private List<Metric> outcomes(String metric, Probe probe, ProbePairs pairs, int gallery) {
    return pairs.rollouts().get(gallery).stream()
        .flatMap(
            acted ->
                OutcomeAlignment.metrics(
                    metric,
                    ProbeItems.of(
                            probe.cosines(acted.pairs()),
                            acted.pairs().labels(),
                            acted.pairs().labels())
                        .hits(),
                    acted.trials(),
                    seed)
                    .stream())
        .toList();
  }
}
