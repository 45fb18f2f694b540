package mirrorlab.cli;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Outcome;
import mirrorlab.world.Actor;
import mirrorlab.world.Task;
import mirrorlab.world.World;

/** Checks that experts succeed and other actors fail, over many scenes of each task. */
final class WorldCheck {
  private static final double EXPERT_AT_LEAST = 0.99;
  private static final double OTHERS_AT_MOST = 0.01;
  private static final int FRAMES = 8; // of an episode's video
  private static final String ROW = "%-28s %9s %11s %12s %13s %8s%n";

  private record Scene(Task task, int variation, long seed, Actor actor) {}

  /**
   * @param exemption the reason not to count this trial, if any
   */
  private record Played(
      Scene scene, Optional<String> exemption, Outcome outcome, double cpuMillis) {
    boolean succeeded() {
      return outcome == Outcome.SUCCESS;
    }

    boolean asItShould() {
      return succeeded() == (scene.actor == Actor.EXPERT);
    }
  }

  private WorldCheck() {}

  /**
   * Plays the scenes and prints a table by task; returns whether all tasks are within the bounds.
   */
  static boolean run(List<Task> tasks, int seeds, PrintWriter out) throws InterruptedException {
    List<Scene> scenes = new ArrayList<>();
    for (Task task : tasks) {
      for (int seed = 0; seed < seeds; seed++) {
        for (Actor actor : Actor.values()) {
          scenes.add(new Scene(task, seed % task.variations(), seed, actor));
        }
      }
    }
    List<Played> played;
    try (ProgressBar bar = new ProgressBar("scenes", scenes.size())) {
      played = AllCores.map(scenes, WorldCheck::play, done -> bar.step());
    }

    boolean good = true;
    List<String> heads = Stream.of(Actor.values()).map(WorldCheck::words).toList();
    out.printf(
        Locale.ROOT, ROW, "task", heads.get(0), heads.get(1), heads.get(2), heads.get(3), "CPU");
    for (Task task : tasks) {
      List<Played> mine = played.stream().filter(p -> p.scene.task == task).toList();
      good &= row(task, mine.stream().filter(p -> p.exemption.isEmpty()).toList(), out);
    }
    played.stream()
        .filter(p -> p.exemption.isPresent())
        .map(
            p ->
                String.format(
                    Locale.ROOT,
                    "– %s, %s: %s",
                    p.scene.task.id(),
                    words(p.scene.actor),
                    p.exemption.get()))
        .distinct()
        .forEach(out::println);
    out.println(
        good
            ? "ok: experts succeed in 99 % or more, the others in 1 % or less"
            : "NOT ok: experts must succeed in 99 % or more, the others in 1 % or less");
    out.flush();
    return good;
  }

  private static String words(Actor actor) {
    return actor.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Played play(Scene scene) {
    var clock = ManagementFactory.getThreadMXBean();
    long start = clock.getCurrentThreadCpuTime();
    try (World world = World.create(scene.task, scene.variation, scene.seed)) {
      Optional<String> exemption = scene.actor.exemption(world);
      if (exemption.isPresent()) {
        return new Played(scene, exemption, Outcome.TIMEOUT, 0);
      }
      Outcome outcome = scene.actor.play(world).outcome();
      world.video(FRAMES, Camera.OBSERVER, World.VIEW_SIZE, World.VIEW_SIZE);
      return new Played(scene, exemption, outcome, (clock.getCurrentThreadCpuTime() - start) / 1e6);
    }
  }

  private static boolean row(Task task, List<Played> played, PrintWriter out) {
    boolean good = true;
    List<String> cells = new ArrayList<>();
    for (Actor actor : Actor.values()) {
      List<Played> his = played.stream().filter(p -> p.scene.actor == actor).toList();
      long successes = his.stream().filter(Played::succeeded).count();
      cells.add(his.isEmpty() ? "–" : successes + "/" + his.size());
      good &=
          actor == Actor.EXPERT
              ? successes >= EXPERT_AT_LEAST * his.size()
              : successes <= OTHERS_AT_MOST * his.size();
    }
    double millis =
        played.stream()
            .filter(p -> p.scene.actor == Actor.EXPERT)
            .collect(Collectors.averagingDouble(Played::cpuMillis));
    out.printf(
        Locale.ROOT,
        ROW,
        task.id(),
        cells.get(0),
        cells.get(1),
        cells.get(2),
        cells.get(3),
        Math.round(millis) + " ms");
    for (Played p : played) {
      if (!p.asItShould()) {
        out.printf(
            Locale.ROOT,
            "  %s, variation %d, seed %d: %s%n",
            p.scene.actor,
            p.scene.variation,
            p.scene.seed,
            p.outcome);
      }
    }
    return good;
  }
}
