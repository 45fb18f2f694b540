package mirrorlab.atlas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.episode.Outcome;
import mirrorlab.evaluation.Control;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.experiment.Encoders;
import mirrorlab.experiment.RunRecord;

/**
 * Makes an atlas from the runs {@code baseline} and {@code aligned} of a folder and from
 * demonstrations.
 *
 * <p>Of each arm and layer, two linear maps into the shared space are trained on the training
 * episodes, as in {@link Probe}, and the test episodes are shown. Of a set without a test split,
 * every second training episode is held out and shown.
 *
 * <p>Beside the runs, {@code control-ARM-SPLIT.csv} has what E did, and {@code rollouts-SPLIT} the
 * baseline's films of it; both may be missing.
 */
public final class AtlasMaker {
  /** E's layers: the default one, and the instruction before any vision, as the ceiling. */
  private static final List<String> LAYERS =
      List.of(KeyframePolicy.SCENE_COARSE, KeyframePolicy.LANGUAGE);

  private static final List<String> ARMS =
      List.of(AlignmentSettings.BASELINE, AlignmentSettings.ALIGNED);

  private final Path runs;
  private final DemonstrationSet set;
  private final Consumer<String> log;

  private AtlasMaker(Path runs, DemonstrationSet set, Consumer<String> log) {
    this.runs = runs;
    this.set = set;
    this.log = log;
  }

  /**
   * Makes an atlas.
   *
   * @param from a folder with {@code baseline} and {@code aligned} or one of them, or a folder of a
   *     reproduction, whose first seed is taken
   * @param data the demonstrations; by default the reproduction's {@code from/data}
   * @param log receives progress messages
   * @throws IOException if there is no finished run, or if a set is too small; the message names
   *     the folder and the fix
   */
  public static Atlas make(Path from, Optional<Path> data, Consumer<String> log)
      throws IOException, InterruptedException {
    Path runs = runs(from);
    Path own = from.resolve("data");
    if (data.isEmpty() && !Files.exists(own)) {
      throw new IOException(
          from + " has no folder 'data'; name the demonstrations with --data DIR");
    }
    return new AtlasMaker(runs, DemonstrationSet.open(data.orElse(own)), log).make();
  }

  private static Path runs(Path from) throws IOException {
    try (Stream<Path> all = Files.list(from)) {
      return Stream.concat(
              Stream.of(from),
              all.filter(path -> path.getFileName().toString().startsWith(RecordNames.SEED))
                  .sorted())
          .filter(path -> !arms(path).isEmpty())
          .findFirst()
          .orElseThrow(
              () ->
                  new IOException(
                      from
                          + " holds no finished run named baseline or aligned, nor has it seeds with such"
                          + " runs; './mirrorlab reproduce --out DIR' makes them"));
    }
  }

  private static List<String> arms(Path runs) {
    return ARMS.stream()
        .filter(arm -> Files.exists(runs.resolve(arm).resolve(RunRecord.FILE)))
        .toList();
  }

  /** One arm's embeddings of the shown episodes at one layer. */
  private record Embedded(String arm, String layer, long seed, float[][] u, float[][] e) {}

  private Atlas make() throws IOException, InterruptedException {
    Map<Split, List<Episode>> shown = new EnumMap<>(Split.class);
    for (Split split : List.of(Split.TEST_SEEN, Split.TEST_UNSEEN)) {
      if (set.count(split) > 0) {
        shown.put(split, set.read(split));
      }
    }
    List<Episode> train = set.read(Split.TRAIN);
    if (shown.isEmpty()) {
      shown.put(Split.TRAIN, part(train, i -> i % 2 == 1));
      train = part(train, i -> i % 2 == 0);
    }
    List<Episode> episodes = shown.values().stream().flatMap(List::stream).toList();
    int others = train.size(); // the episodes themselves are not needed during t-SNE
    check(others, episodes.size());
    List<AtlasView> views = new ArrayList<>();
    for (Embedded it : embed(train, episodes)) {
      log.accept(
          String.format(
              Locale.ROOT, "%s, %s: t-SNE of %d points", it.arm, it.layer, 2 * episodes.size()));
      views.add(AtlasView.of(it.arm, it.layer, it.u, it.e, it.seed));
    }
    List<Films> films = new ArrayList<>();
    films.add(new Films(Films.DEMONSTRATION, episodes.stream().map(Episode::video).toList()));
    if (shown.keySet().stream().allMatch(split -> Files.exists(rollouts(split)))) {
      films.add(new Films(AlignmentSettings.BASELINE, rollouts(shown)));
    }
    List<Split> splits = new ArrayList<>();
    shown.forEach((split, some) -> splits.addAll(Collections.nCopies(some.size(), split)));
    return new Atlas(note(others, episodes), episodes, splits, outcomes(shown), views, films);
  }

  private static List<Episode> part(List<Episode> episodes, IntPredicate chosen) {
    return IntStream.range(0, episodes.size()).filter(chosen).mapToObj(episodes::get).toList();
  }

  private void check(int train, int shown) throws IOException {
    if (train < 2 || shown < 2) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has %d episodes to train the maps on and %d to show; an atlas needs 2 of each, as"
                  + " './mirrorlab data make -o DIR' makes them",
              set.path(),
              train,
              shown));
    }
  }

  private List<Embedded> embed(List<Episode> train, List<Episode> episodes)
      throws IOException, InterruptedException {
    List<Embedded> embedded = new ArrayList<>();
    for (String arm : arms(runs)) {
      Path run = runs.resolve(arm);
      long seed = RunRecord.of(run).seed();
      try (Encoders encoders = Encoders.of(run, run)) {
        log.accept(String.format(Locale.ROOT, "%s: %d training episodes", arm, train.size()));
        Map<String, Pairs> known = encoders.represent(train, Set.copyOf(LAYERS));
        log.accept(String.format(Locale.ROOT, "%s: %d episodes to show", arm, episodes.size()));
        Map<String, Pairs> pairs = encoders.represent(episodes, Set.copyOf(LAYERS));
        for (String layer : LAYERS) {
          try (Probe probe = Probe.train(known.get(layer), Probe.Settings.DEFAULT, seed)) {
            embedded.add(
                new Embedded(
                    arm,
                    layer,
                    seed,
                    probe.embedUnderstanding(pairs.get(layer).understanding()),
                    probe.embedExecution(pairs.get(layer).execution())));
          }
        }
      }
    }
    return embedded;
  }

  /** What E did in the scenes of the episodes, by the records of control. */
  private Map<String, List<Optional<Outcome>>> outcomes(Map<Split, List<Episode>> shown)
      throws IOException {
    Map<String, List<Optional<Outcome>>> outcomes = new LinkedHashMap<>();
    for (String arm : arms(runs)) {
      List<Optional<Outcome>> all = new ArrayList<>();
      for (Map.Entry<Split, List<Episode>> part : shown.entrySet()) {
        String name = RecordNames.of(RecordNames.CONTROL, arm);
        Path record = RecordNames.record(runs, name, part.getKey());
        Path items = RecordNames.beside(record, RecordNames.ITEMS);
        if (Files.exists(items)) {
          Control.read(items, part.getValue())
              .forEach(trial -> all.add(Optional.of(trial.outcome())));
        } else {
          part.getValue().forEach(episode -> all.add(Optional.empty()));
        }
      }
      if (all.stream().anyMatch(Optional::isPresent)) {
        outcomes.put(arm, all);
      }
    }
    return outcomes;
  }

  private Path rollouts(Split split) {
    return RecordNames.rollouts(runs, split);
  }

  private List<List<Image>> rollouts(Map<Split, List<Episode>> shown)
      throws IOException, InterruptedException {
    List<List<Image>> videos = new ArrayList<>();
    for (Map.Entry<Split, List<Episode>> part : shown.entrySet()) {
      Map<List<Object>, List<Image>> acted = new HashMap<>();
      for (Episode it : DemonstrationSet.open(rollouts(part.getKey())).readVideos(part.getKey())) {
        acted.put(scene(it), it.video());
      }
      part.getValue().forEach(it -> videos.add(acted.getOrDefault(scene(it), List.of())));
    }
    return videos;
  }

  private static List<Object> scene(Episode episode) {
    return List.of(episode.task(), episode.variation(), episode.seed());
  }

  private String note(int train, List<Episode> episodes) throws IOException {
    RunRecord run = RunRecord.of(runs.resolve(arms(runs).get(0)));
    return String.format(
        Locale.ROOT,
        "%,d episodes of %d tasks (set: %s). U and E: profile %s, seed %d. The maps were trained on"
            + " %,d other episodes.",
        episodes.size(),
        episodes.stream().map(Episode::task).distinct().count(),
        set.profile(),
        run.profile(),
        run.seed(),
        train);
  }
}
