package mirrorlab.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Step;
import mirrorlab.world.Rollout;
import mirrorlab.world.Tasks;
import mirrorlab.world.World;

/** Makes episodes: the expert of each task performs it in simulated scenes. */
public final class Demonstrations {
  /** T, the number of video frames of an episode. */
  public static final int FRAMES = 8;

  private Demonstrations() {}

  /**
   * The episodes of a split, in the plan's order, made on all cores.
   *
   * @param done called with each episode as it is ready
   * @throws IllegalStateException if the expert fails with every seed of an episode
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static List<Episode> make(EpisodePlan plan, Split split, Consumer<Episode> done)
      throws InterruptedException {
    return AllCores.map(plan.entries(split), Demonstrations::make, done);
  }

  /** The expert's performance of one scene, successful or not. */
  public static Episode perform(String task, int variation, long seed) {
    try (World world = World.create(Tasks.named(task), variation, seed)) {
      return episode(world, Rollout.demonstrate(world));
    }
  }

  /** The scene of an episode in its initial state. */
  public static World world(Episode episode) {
    return World.create(
        Tasks.named(episode.task()), episode.variation(), episode.seed(), episode.inPlay());
  }

  /** A rollout as an episode. */
  public static Episode episode(World world, Rollout rollout) {
    List<Image> video = world.video(FRAMES, Camera.OBSERVER, World.VIEW_SIZE, World.VIEW_SIZE);
    List<Step> steps = new ArrayList<>();
    for (int k = 0; k < rollout.keyframes().size(); k++) {
      steps.add(
          new Step(
              rollout.observations().get(k), rollout.keyframes().get(k), rollout.seconds().get(k)));
    }
    return new Episode(
        rollout.task(),
        rollout.variation(),
        world.task().instructions(rollout.variation()),
        rollout.seed(),
        world.inPlay(),
        rollout.outcome(),
        world.time(),
        video,
        steps);
  }

  /** The first of an entry's scenes in which the expert succeeds. */
  static Episode make(EpisodePlan.Entry entry) {
    return entry.seeds().stream()
        .map(seed -> perform(entry, seed))
        .filter(episode -> episode.outcome() == Outcome.SUCCESS)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    String.format(
                        Locale.ROOT,
                        "the expert of %s, variation %d, failed with each of the seeds %s; see './mirrorlab world check --task %s'",
                        entry.task(),
                        entry.variation(),
                        entry.seeds(),
                        entry.task())));
  }

  private static Episode perform(EpisodePlan.Entry entry, long seed) {
    try (World world =
        World.create(Tasks.named(entry.task()), entry.variation(), seed, entry.inPlay())) {
      return episode(world, Rollout.demonstrate(world));
    }
  }
}
