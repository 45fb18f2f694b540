package mirrorlab.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import mirrorlab.data.Demonstrations;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Policy;
import mirrorlab.files.CsvTable;
import mirrorlab.metrics.Interval;
import mirrorlab.world.Rollout;
import mirrorlab.world.World;

/** Closed-loop control: a policy acts in simulated scenes until it succeeds or fails. */
public final class Control {
  private Control() {}

  /**
   * Runs a policy in the scene of each episode, on all cores.
   *
   * @param policy creates the policy of a trial from its scene's seed; it may return the same
   *     policy each time if that is thread-safe
   * @param done called with each trial as it ends, in the order of the episodes
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static List<Trial> run(
      List<Episode> episodes, LongFunction<Policy> policy, Consumer<Trial> done)
      throws InterruptedException {
    return play(episodes, world -> Rollout.run(world, policy.apply(world.seed())), done);
  }

  /**
   * Like {@link #run}, for an actor that is not a policy.
   *
   * @param act acts in a world from start to end
   */
  public static List<Trial> play(
      List<Episode> episodes, Function<World, Rollout> act, Consumer<Trial> done)
      throws InterruptedException {
    return AllCores.map(episodes, episode -> attempt(episode, act), done);
  }

  private static Trial attempt(Episode episode, Function<World, Rollout> act) {
    try (World world = Demonstrations.world(episode)) {
      Rollout rollout = act.apply(world);
      return new Trial(
          episode.task(),
          episode.variation(),
          episode.seed(),
          rollout.outcome(),
          rollout.keyframes().size());
    }
  }

  /**
   * The rate of each outcome, over all trials and by task, with Wilson's 95 % intervals; a metric
   * is named after its outcome, such as {@code success} or {@code missed_grasp}.
   */
  public static List<Metric> metrics(String arm, List<Trial> trials) {
    List<Metric> metrics = new ArrayList<>(rates(arm, Metric.ALL, trials));
    for (String task :
        trials.stream().map(Trial::task).collect(Collectors.toCollection(TreeSet::new))) {
      metrics.addAll(
          rates(arm, task, trials.stream().filter(trial -> trial.task().equals(task)).toList()));
    }
    return metrics;
  }

  private static List<Metric> rates(String arm, String by, List<Trial> trials) {
    List<Metric> rates = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      int count = (int) trials.stream().filter(trial -> trial.outcome() == outcome).count();
      rates.add(Metric.of(arm, name(outcome), by, Interval.ofRate(count, trials.size())));
    }
    return rates;
  }

  /** {@code items.csv}: one row per episode. */
  public static CsvTable items(List<Trial> trials) {
    return CsvTable.of("task", "variation", "seed", "outcome", "keyframes")
        .with(
            trials.stream()
                .map(
                    it ->
                        List.of(
                            it.task(),
                            it.variation(),
                            it.seed(),
                            name(it.outcome()),
                            it.keyframes()))
                .toList());
  }

  /**
   * Reads the rows written by {@link #items}.
   *
   * @return one trial per scene, in the order of the scenes
   * @throws IOException if the file is not of that kind or lacks a scene; the message names the row
   *     or the scene
   */
  public static List<Trial> read(Path csv, List<Episode> scenes) throws IOException {
    Map<Scene, Trial> trials = new HashMap<>();
    for (List<String> row : CsvTable.read(csv).rows()) {
      try {
        Scene scene =
            new Scene(row.get(0), Integer.parseInt(row.get(1)), Long.parseLong(row.get(2)));
        trials.put(
            scene,
            new Trial(
                scene.task(),
                scene.variation(),
                scene.seed(),
                Outcome.valueOf(row.get(3).toUpperCase(Locale.ROOT)),
                Integer.parseInt(row.get(4))));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IOException(csv + " holds " + row + ", which is no row of a control record", e);
      }
    }
    List<Trial> asked = new ArrayList<>();
    for (Episode it : scenes) {
      Trial trial = trials.get(Scene.of(it));
      if (trial == null) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s has no trial of %s, variation %d, seed %d: measure control on this set again",
                csv,
                it.task(),
                it.variation(),
                it.seed()));
      }
      asked.add(trial);
    }
    return asked;
  }

  /** The name of an outcome in records. */
  public static String name(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
