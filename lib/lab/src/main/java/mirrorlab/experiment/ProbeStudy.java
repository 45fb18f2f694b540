package mirrorlab.experiment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mirrorlab.alignment.Labels;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import mirrorlab.alignment.RidgeProbe;
import mirrorlab.data.Split;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.evaluation.Ablations;
import mirrorlab.evaluation.LayerAlignment;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.OutcomeAlignment;
import mirrorlab.evaluation.ProbeItems;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.SpontaneousAlignment;
import mirrorlab.evaluation.SpontaneousAlignment.Findings;
import mirrorlab.evaluation.Trial;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.experiment.ProbeArm.Source;
import mirrorlab.experiment.ProbeVariants.Part;
import mirrorlab.files.CsvTable;
import mirrorlab.metrics.Matrices;
import mirrorlab.understanding.VideoTextEncoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures the alignment of two frozen encoders, with all controls needed to interpret it.
 *
 * <p>Each arm has its own maps, trained on that arm's representations of the training episodes, and
 * the same measures without maps:
 *
 * <table>
 *   <caption>arms</caption>
 *   <tr><td>baseline or aligned<td>the encoders
 *   <tr><td>CSLS<td>the same maps, with hubs suppressed
 *   <tr><td>2000 steps, ridge regression<td>other ways to fit the maps
 *   <tr><td>shuffled pairs<td>maps trained on wrong pairs
 *   <tr><td>E without …, E with … alone<td>instruction × scene × hand
 *   <tr><td>E's language alone<td>E's language representation before any vision: knows the instruction
 *   <tr><td>bag of words<td>the instruction's words, counted, in E's place
 *   <tr><td>U's first frame alone<td>without motion
 *   <tr><td>untrained E …<td>fresh weights × instruction × scene × hand
 *   <tr><td>untrained U, calibrated untrained U, untrained encoders<td>fresh weights
 *   <tr><td>E with wrong instruction<td>another one of the task; hits judged by the scene
 *   <tr><td>E with wrong instruction judged by it<td>the same; hits judged by the instruction
 *   <tr><td>chance<td>an uninformative similarity
 * </table>
 *
 * <p>Arms with untrained weights are means over several draws; each draw's Recall@1 is also
 * recorded, as {@code recall@1, draw 1} and so on. A study of one draw is a small one, for lessons
 * and tests: it omits the arm of 2,000 steps, and of an untrained E it ablates only the
 * instruction.
 */
public final class ProbeStudy {
  /** The usual number of draws of untrained weights. */
  public static final int DRAWS = 5;

  /** The arm of the trained encoders' maps with CSLS in place of the cosine. */
  public static final String CSLS = "CSLS";

  /** The arm of maps trained ten times as long. */
  public static final String LONG = "2000 steps";

  /** The arm of the {@link RidgeProbe}. */
  public static final String RIDGE = "ridge regression";

  /** The arm in which E gets another instruction of the task, judged by the scene. */
  public static final String WRONG = "E with wrong instruction";

  /** The same, judged by the given instruction. */
  public static final String BY_WORD = "E with wrong instruction judged by it";

  /** The name of U's own score of video and instruction in comparisons of outcomes. */
  public static final String TEXT_SCORE = "U's text score";

  static final int LONGER = 10;

  private final Encoders trained;
  private final ProbeArm own;
  private final int draws;
  private final Probe.Settings settings;
  private final long seed;

  /**
   * Creates a study of two encoders.
   *
   * @param arm their name in records
   * @param draws number of draws of untrained weights; usually {@link #DRAWS}, 1 for a small study
   * @param seed seed of the untrained weights, the maps, the permutations and the bootstrap
   */
  public ProbeStudy(String arm, Encoders trained, int draws, long seed) {
    this(arm, trained, draws, Probe.Settings.DEFAULT, seed);
  }

  ProbeStudy(String arm, Encoders trained, int draws, Probe.Settings settings, long seed) {
    this.trained = trained;
    this.draws = draws;
    this.settings = settings;
    this.seed = seed;
    own = ProbeArm.own(arm);
  }

  /**
   * A test gallery.
   *
   * @param split split of the episodes: intervals are clustered by task, on unseen instructions by
   *     instruction
   * @param episodes the gallery
   * @param rollouts E's own rollouts in the same scenes, to compare successes with failures; may be
   *     empty
   */
  public record Gallery(Split split, List<Episode> episodes, List<Episode> rollouts) {

    /** Drops rollouts without any step to represent. */
    public Gallery {
      rollouts =
          rollouts.stream()
              .filter(episode -> !episode.steps().isEmpty() && !episode.video().isEmpty())
              .toList();
    }

    ProbeGallery items() {
      Labels labels = Labels.of(episodes);
      return new ProbeGallery(
          labels,
          ProbeItems.names(episodes),
          ProbeGallery.clusters(labels, split == Split.TEST_UNSEEN));
    }

    List<Trial> trials() {
      return rollouts.stream().map(Trial::of).toList();
    }
  }

  /**
   * The results in a gallery.
   *
   * @param findings findings for the record
   * @param items {@link ProbeItems#rows} of every arm
   */
  public record Found(Findings findings, CsvTable items) {

    /**
     * Sorts the results of all arms into metrics and references.
     *
     * @param own the encoders' own arm
     * @param arms one answer for each
     * @param withoutMaps further metrics
     * @param chance the references of an uninformative similarity
     * @param names the first columns of the items
     */
    static Found of(
        String own,
        List<ProbeAnswer> arms,
        List<Metric> withoutMaps,
        List<Metric> chance,
        CsvTable names,
        long seed) {
      Set<String> results =
          Set.of(
              own,
              OutcomeAlignment.SUCCESSES,
              OutcomeAlignment.FAILURES,
              OutcomeAlignment.DIFFERENCE);
      List<Metric> metrics = new ArrayList<>();
      List<Metric> references = new ArrayList<>();
      List<Metric> all = new ArrayList<>(withoutMaps);
      List<List<String>> items = new ArrayList<>();
      for (ProbeAnswer arm : arms) {
        all.addAll(arm.metrics(seed));
        items.addAll(arm.rows());
      }
      all.forEach(metric -> (results.contains(metric.arm()) ? metrics : references).add(metric));
      references.addAll(chance);
      return new Found(
          new Findings(metrics, references), names.beside(ProbeItems.COLUMNS).with(items));
    }
  }

  /** The training and testing of one set of maps. */
  interface Job {
    List<ProbeAnswer> run() throws InterruptedException;
  }

  /**
   * Measures everything.
   *
   * @param train episodes for training the maps
   * @param validation episodes for choosing τ of the information bound and λ of the ridge
   *     regression
   * @param log receives progress messages
   * @return the results in each gallery
   */
  public List<Found> measure(
      List<Episode> train, List<Episode> validation, List<Gallery> galleries, Consumer<String> log)
      throws InterruptedException {
    Asked asked = new Asked(train, validation, galleries);
    log.accept("the encoders as they are");
    ProbePairs pairs = asked.pairs(own);
    ProbePairs wrong = asked.pairs(ProbeArm.wrong(WRONG));
    Pairs shuffled = pairs.train().shuffled(seed);
    ProbeQuestions questions = asked.questions;
    List<Job> jobs = new ArrayList<>();
    jobs.add(
        () ->
            questions.trained(
                own.name(), pairs, (probe, g) -> asked.wrongInstruction(probe, wrong, g)));
    if (draws > 1) {
      jobs.add(() -> questions.more(LONG, pairs.train(), LONGER * settings.steps(), pairs));
    }
    jobs.add(() -> questions.ridge(pairs));
    jobs.add(
        () -> questions.more(SpontaneousAlignment.SHUFFLED, shuffled, settings.steps(), pairs));
    List<ProbeAnswer> answers = new ArrayList<>(run(jobs));
    log.accept("layers and outcomes without maps");
    List<List<Metric>> beside = new ArrayList<>();
    for (Gallery gallery : galleries) {
      beside.add(withoutMaps(gallery));
    }
    log.accept("controls of the trained encoders");
    answers.addAll(run(asked.controls(false, true)));
    for (int draw = 0; draw < draws; draw++) {
      log.accept(String.format(Locale.ROOT, "fresh weights, draw %d of %d", draw + 1, draws));
      try (Encoders fresh = trained.fresh(seed + draw);
          Encoders calibrated = trained.fresh(seed + draw)) {
        calibrated.understanding().calibrate(videos(train));
        asked.variants.put(Source.UNTRAINED, new ProbeVariants(fresh));
        asked.variants.put(Source.CALIBRATED, new ProbeVariants(calibrated));
        answers.addAll(run(asked.controls(true, draw == 0)));
      }
    }
    return IntStream.range(0, galleries.size())
        .mapToObj(g -> found(galleries.get(g), g, answers, beside.get(g)))
        .toList();
  }

  /** All episodes, and the encoders that represent them. */
  private final class Asked {
    private final Map<Source, ProbeVariants> variants = new EnumMap<>(Source.class);
    private final Part train;
    private final Part validation;
    private final List<Gallery> galleries;
    private final ProbeQuestions questions;

    Asked(List<Episode> train, List<Episode> validation, List<Gallery> galleries) {
      variants.put(Source.TRAINED, new ProbeVariants(trained));
      this.train = new Part("train", train);
      this.validation = new Part("validation", validation);
      this.galleries = galleries;
      questions =
          new ProbeQuestions(galleries.stream().map(Gallery::items).toList(), settings, seed);
    }

    ProbePairs pairs(ProbeArm arm) throws InterruptedException {
      List<Part> episodes = new ArrayList<>();
      List<Part> rollouts = new ArrayList<>();
      for (Gallery gallery : galleries) {
        episodes.add(new Part(gallery.split.label(), gallery.episodes));
        rollouts.add(new Part("rollouts " + gallery.split.label(), gallery.rollouts));
      }
      return ProbePairs.of(arm, variants, train, validation, episodes, rollouts);
    }

    /** E with a wrong instruction, judged by the scene and judged by the instruction. */
    List<ProbeAnswer> wrongInstruction(Probe probe, ProbePairs wrong, int gallery) {
      List<Episode> episodes = galleries.get(gallery).episodes();
      Pairs told = wrong.galleries().get(gallery);
      ProbeItems byScene = ProbeItems.of(probe.cosines(told), told.labels(), told.labels());
      // Pair E's execution with the video of the episode whose instruction it got.
      int[] others = Ablations.others(episodes);
      Pairs word = new Pairs(told.at(others).understanding(), told.execution(), told.labels());
      Labels videos = told.labels().at(others);
      Labels executions =
          new Labels(told.labels().episodes(), videos.instructions(), videos.tasks());
      ProbeGallery items = questions.galleries().get(gallery);
      return List.of(
          questions.answer(WRONG, gallery, byScene, List.of()),
          new ProbeAnswer(
              BY_WORD,
              gallery,
              ProbeItems.of(probe.cosines(word), videos, executions),
              items.clusters(),
              IntStream.of(others).mapToObj(items.names()::get).toList(),
              items.names(),
              List.of()));
    }

    /** The jobs of the controls with drawn weights, or of the other controls. */
    List<Job> controls(boolean drawn, boolean layers) throws InterruptedException {
      List<Job> jobs = new ArrayList<>();
      for (ProbeArm arm : ProbeArm.controls(draws > 1)) {
        if (arm.isDrawn() == drawn) {
          ProbePairs pairs = pairs(arm);
          jobs.add(() -> questions.control(arm.name(), layers, pairs));
        }
      }
      return jobs;
    }
  }

  static List<ProbeAnswer> run(List<Job> jobs) throws InterruptedException {
    return AllCores.map(jobs, Job::run, done -> {}).stream().flatMap(List::stream).toList();
  }

  /**
   * Measures without maps: all pairs of layers and, for rollouts, the lengths and U's own score of
   * the instruction.
   */
  private List<Metric> withoutMaps(Gallery gallery) throws InterruptedException {
    VideoTextEncoder u = trained.understanding();
    Map<String, float[][]> watched = u.represent(gallery.episodes, u.layers());
    KeyframePolicy e = trained.execution();
    Map<String, float[][]> acted = e.represent(gallery.episodes, e.layers());
    List<Metric> metrics =
        new ArrayList<>(
            LayerAlignment.metrics(own.name(), watched, acted, Labels.of(gallery.episodes), seed));
    if (!gallery.rollouts.isEmpty()) {
      Labels labels = Labels.of(gallery.rollouts);
      INDArray scores =
          Matrices.cosine(
              Matrices.of(u.embedVideos(videos(gallery.rollouts))),
              Matrices.of(
                  u.embedTexts(gallery.rollouts.stream().map(Episode::instruction).toList())));
      double[] hits = ProbeItems.of(scores, labels, labels).hits();
      String metric = RecordNames.RECALL + ", " + TEXT_SCORE;
      metrics.addAll(OutcomeAlignment.metrics(metric, hits, gallery.trials(), seed));
      metrics.addAll(OutcomeAlignment.lengths(gallery.trials(), seed));
    }
    return metrics;
  }

  private Found found(
      Gallery gallery, int index, List<ProbeAnswer> answers, List<Metric> withoutMaps) {
    List<ProbeAnswer> arms =
        arms(answers, index).stream().map(draws -> ProbeAnswer.mean(draws, seed)).toList();
    return Found.of(
        own.name(),
        arms,
        withoutMaps,
        SpontaneousAlignment.chance(Labels.of(gallery.episodes)),
        ProbeItems.EPISODE,
        seed);
  }

  /** The answers in one gallery, grouped by arm, in the order in which arms first occur. */
  static Collection<List<ProbeAnswer>> arms(List<ProbeAnswer> answers, int gallery) {
    return answers.stream()
        .filter(answer -> answer.gallery() == gallery)
        .collect(Collectors.groupingBy(ProbeAnswer::arm, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  private static List<List<Image>> videos(List<Episode> episodes) {
    return episodes.stream().map(Episode::video).toList();
  }
}
