package mirrorlab.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mirrorlab.alignment.Labels;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import mirrorlab.alignment.RidgeProbe;
import mirrorlab.evaluation.Ablations;
import mirrorlab.evaluation.LayerAlignment;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.OutcomeAlignment;
import mirrorlab.evaluation.ProbeItems;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.SharedInformation;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.experiment.ProbeStudy.Gallery;
import mirrorlab.understanding.VideoTextEncoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains the maps of one arm of a {@link ProbeStudy} at a time, and tests them in all galleries.
 * Thread-safe.
 *
 * @param galleries the test galleries
 * @param settings settings of the maps' training
 * @param seed seed of the maps, the permutations and the bootstrap
 */
record ProbeQuestions(List<Gallery> galleries, Probe.Settings settings, long seed) {

  /** The trained encoders: their maps, CSLS on these, and E with a wrong instruction. */
  List<ProbeAnswer> trained(String name, ProbePairs pairs, ProbePairs wrong)
      throws InterruptedException {
    List<ProbeAnswer> answers = new ArrayList<>();
    try (Probe probe = Probe.train(pairs.train(), settings, seed)) {
      for (int g = 0; g < galleries.size(); g++) {
        Gallery gallery = galleries.get(g);
        Pairs here = pairs.galleries().get(g);
        INDArray similarity = probe.similarity(here);
        List<Metric> beside = new ArrayList<>(information(name, probe, pairs, here));
        beside.addAll(outcomes(RecordNames.RECALL, probe, pairs.rollouts().get(g), gallery));
        answers.add(answer(name, g, gallery, similarity, beside));
        ProbeItems scaled = ProbeItems.csls(similarity, here.labels(), here.labels());
        answers.add(
            new ProbeAnswer(
                ProbeStudy.CSLS,
                g,
                scaled,
                gallery.clusters(),
                gallery.episodes(),
                gallery.episodes(),
                List.of()));

        Pairs told = wrong.galleries().get(g);
        answers.add(answer(ProbeStudy.WRONG, g, gallery, probe.similarity(told), List.of()));
        // Pair E's execution with the video of the episode whose instruction it got.
        int[] others = Ablations.others(gallery.episodes());
        Pairs word = new Pairs(told.at(others).understanding(), told.execution(), told.labels());
        Labels videos = told.labels().at(others);
        Labels executions =
            new Labels(told.labels().episodes(), videos.instructions(), videos.tasks());
        answers.add(
            new ProbeAnswer(
                ProbeStudy.BY_WORD,
                g,
                ProbeItems.of(probe.similarity(word), videos, executions),
                gallery.clusters(),
                IntStream.of(others).mapToObj(gallery.episodes()::get).toList(),
                gallery.episodes(),
                List.of()));
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
        answers.add(
            answer(
                arm,
                g,
                galleries.get(g),
                probe.similarity(here),
                information(arm, probe, pairs, here)));
      }
    }
    return answers;
  }

  /** The trained encoders by ridge regression. */
  List<ProbeAnswer> ridge(ProbePairs pairs) {
    RidgeProbe probe = RidgeProbe.fit(pairs.train(), pairs.validation());
    return IntStream.range(0, galleries.size())
        .mapToObj(
            g ->
                answer(
                    ProbeStudy.RIDGE,
                    g,
                    galleries.get(g),
                    probe.similarity(pairs.galleries().get(g)),
                    List.of()))
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
        beside.addAll(outcomes(metric, probe, pairs.rollouts().get(g), galleries.get(g)));
        answers.add(answer(arm, g, galleries.get(g), probe.similarity(here), beside));
      }
    }
    return answers;
  }

  private static ProbeAnswer answer(
      String arm, int index, Gallery gallery, INDArray similarity, List<Metric> beside) {
    Labels labels = Labels.of(gallery.episodes());
    ProbeItems items = ProbeItems.of(similarity, labels, labels);
    return new ProbeAnswer(
        arm, index, items, gallery.clusters(), gallery.episodes(), gallery.episodes(), beside);
  }

  private List<Metric> information(String arm, Probe probe, ProbePairs pairs, Pairs here) {
    Pairs validation = pairs.validation();
    double temperature =
        SharedInformation.temperature(
            probe.similarity(validation), validation.labels().instructions(), seed);
    return SharedInformation.metrics(
        arm, probe.similarity(here), here.labels().instructions(), temperature, seed);
  }

  private List<Metric> outcomes(String metric, Probe probe, List<Pairs> rollouts, Gallery gallery) {
    return rollouts.stream()
        .flatMap(
            acted ->
                OutcomeAlignment.metrics(
                    metric,
                    ProbeItems.of(probe.similarity(acted), acted.labels(), acted.labels()).hits(),
                    gallery.trials(),
                    seed)
                    .stream())
        .toList();
  }
}
