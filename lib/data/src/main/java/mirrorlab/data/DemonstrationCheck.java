package mirrorlab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Step;
import mirrorlab.episode.View;
import mirrorlab.episode.Workspace;
import mirrorlab.files.FileTrouble;
import mirrorlab.world.Rollout;
import mirrorlab.world.World;

/** Checks a set of demonstrations; each problem is one line. */
public final class DemonstrationCheck {
  private static final int BLOCK = 50; // episodes in memory at a time
  private static final double SAME = 0.001; // metres, gripper position in a replay

  private final Path path;
  private final List<String> problems = new ArrayList<>();

  private DemonstrationCheck(Path path) {
    this.path = path;
  }

  /**
   * Checks the files, then the episodes, then replays some of them in the simulator.
   *
   * @param replays number of episodes to replay, spread over the set
   * @param replayed called with each replayed episode
   * @return the problems, each with its file and fix; empty if there are none
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static List<String> problems(Path set, int replays, Consumer<Episode> replayed)
      throws InterruptedException {
    DemonstrationCheck check = new DemonstrationCheck(set);
    try {
      check.files();
      if (check.problems.isEmpty()) {
        List<Episode> sample = check.episodes(DemonstrationSet.open(set), replays);
        AllCores.map(sample, DemonstrationCheck::replay, result -> check.add(result, replayed));
      }
    } catch (IOException | UncheckedIOException e) {
      check.problems.add(FileTrouble.describe(e));
    }
    return List.copyOf(check.problems);
  }

  private void files() throws IOException, InterruptedException {
    DemonstrationSet.open(path);
    Checksums then = Checksums.read(path);
    SortedSet<String> names = new TreeSet<>(then.sha256().keySet());
    for (Path file : Checksums.files(path)) {
      names.add(Checksums.name(path, file));
    }
    for (String name : names) {
      if (!then.sha256().containsKey(name)) {
        problems.add(path.resolve(name) + " does not belong to the set; take it away");
      } else {
        try {
          then.check(path, name);
        } catch (IOException e) {
          problems.add(e.getMessage());
        }
      }
    }
    if (problems.isEmpty()) {
      statistics();
    }
  }

  /** Checks the statistics, which have no checksum since they are derived from the data. */
  private void statistics() throws IOException, InterruptedException {
    for (String part : List.of(DemonstrationSet.KEYFRAMES, DemonstrationSet.VIDEO)) {
      if (!LeRobotStatistics.fit(path.resolve(part))) {
        problems.add(
            path.resolve(part).resolve(LeRobotStatistics.FILE)
                + " does not follow from the data; delete it, and the command that made the set"
                + " writes it anew");
      }
    }
  }

  /** Checks all episodes, a few at a time, and returns those to replay. */
  private List<Episode> episodes(DemonstrationSet set, int replays)
      throws IOException, InterruptedException {
    int count = set.count();
    List<Episode> sample = new ArrayList<>();
    for (int from = 0; from < count; from += BLOCK) {
      int to = Math.min(count, from + BLOCK);
      List<Episode> block = set.read(from, to);
      for (int i = 0; i < block.size(); i++) {
        String name = name(block.get(i));
        wrong(block.get(i)).ifPresent(why -> problems.add(name + ": " + why));
        boolean isOurs = block.get(i).seed() >= 0;
        long turn = (long) (from + i) * replays / count;
        if (isOurs && turn != (long) (from + i + 1) * replays / count) {
          sample.add(block.get(i));
        }
      }
    }
    return sample;
  }

  private String name(Episode episode) {
    return String.format(
        Locale.ROOT,
        "%s, %s, variation %d, seed %d",
        path,
        episode.task(),
        episode.variation(),
        episode.seed());
  }

  /** A description of the first value out of range in an episode, if any. */
  private static Optional<String> wrong(Episode episode) {
    // An episode that succeeds at the start has no steps.
    boolean nothing = episode.steps().isEmpty() && episode.outcome() != Outcome.SUCCESS;
    if (episode.video().size() < Demonstrations.FRAMES || nothing) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%d frames and %d keyframes; there should be %d and 1 or more",
              episode.video().size(),
              episode.steps().size(),
              Demonstrations.FRAMES));
    }
    for (Image frame : episode.video()) {
      if (isBlank(frame)) {
        return Optional.of("a frame of the video is all of one colour");
      }
    }
    List<Step> steps = episode.steps();
    double before = -1;
    for (Step step : steps) {
      boolean isWhyItEnded =
          episode.outcome() == Outcome.UNREACHABLE && step == steps.get(steps.size() - 1);
      if (!isWhyItEnded && !Workspace.contains(step.action().pose())) {
        return Optional.of("a keyframe is outside the workspace: " + step.action().pose());
      }
      if (step.seconds() <= before || step.seconds() > episode.seconds()) {
        return Optional.of("the time of a keyframe is out of order: " + step.seconds() + " s");
      }
      before = step.seconds();
      for (View view : step.observation().views()) {
        if (isBlank(view.image())) {
          return Optional.of("a picture of " + view.camera() + " is all of one colour");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isBlank(Image image) {
    byte[] rgb = image.rgb();
    for (int i = 3; i < rgb.length; i++) {
      if (rgb[i] != rgb[i % 3]) {
        return false;
      }
    }
    return true;
  }

  private record Replay(Episode episode, Optional<String> difference) {}

  private void add(Replay replay, Consumer<Episode> replayed) {
    replay.difference.ifPresent(
        difference -> problems.add(name(replay.episode) + ": replayed, " + difference));
    replayed.accept(replay.episode);
  }

  private static Replay replay(Episode episode) {
    try (World world = Demonstrations.world(episode)) {
      Rollout again = Rollout.replay(world, episode.steps().stream().map(Step::action).toList());
      return new Replay(episode, difference(episode, again));
    }
  }

  private static Optional<String> difference(Episode episode, Rollout again) {
    if (again.outcome() != episode.outcome()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "it ended as %s and not as %s; this version's world is another one, make the set anew",
              again.outcome(),
              episode.outcome()));
    }
    for (int k = 0; k < episode.steps().size(); k++) {
      Pose then = episode.steps().get(k).observation().proprioception().gripper();
      double apart = again.observations().get(k).proprioception().gripper().distance(then);
      if (apart > SAME) {
        return Optional.of(
            String.format(
                Locale.ROOT, "the gripper was %.4f m elsewhere before keyframe %d", apart, k));
      }
    }
    return Optional.empty();
  }
}
