package mirrorlab.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Step;
import mirrorlab.world.Rollout;
import mirrorlab.world.World;

/**
 * A reference for closed-loop control without learning: it replays the demonstration of the same
 * instruction (or, if there is none, of the same task) whose first picture is the most similar.
 */
public final class NearestNeighbour {
  private static final int FRONT = Camera.POLICY.indexOf(Camera.FRONT);

  private final Map<String, List<Memory>> byTask;

  /** The stored part of an episode: the front camera's first picture, and the keyframes. */
  private record Memory(int variation, Image first, List<Keyframe> keyframes) {}

  /**
   * Creates a reference that remembers some demonstrations.
   *
   * @param demonstrations episodes with their steps
   */
  public NearestNeighbour(List<Episode> demonstrations) {
    byTask =
        demonstrations.stream()
            .collect(
                Collectors.groupingBy(
                    Episode::task,
                    Collectors.mapping(NearestNeighbour::remember, Collectors.toList())));
  }

  private static Memory remember(Episode episode) {
    return new Memory(
        episode.variation(),
        episode.steps().get(0).observation().views().get(FRONT).image(),
        episode.steps().stream().map(Step::action).toList());
  }

  /**
   * Replays the demonstration whose start is most similar to the world's.
   *
   * @throws IllegalArgumentException if there is no demonstration of the world's task
   */
  public Rollout play(World world) {
    Image here = world.observe().views().get(FRONT).image();
    List<Memory> task = byTask.getOrDefault(world.task().id(), List.of());
    List<Memory> same = task.stream().filter(m -> m.variation == world.variation()).toList();
    Memory nearest =
        (same.isEmpty() ? task : same)
            .stream()
                .min(Comparator.comparingLong(memory -> difference(memory.first, here)))
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "nothing was demonstrated of the task " + world.task().id()));
    return Rollout.replay(world, nearest.keyframes);
  }

  /** The sum of the squared differences of all bytes. */
  private static long difference(Image a, Image b) {
    long sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      int d = (a.rgb()[i] & 255) - (b.rgb()[i] & 255);
      sum += (long) d * d;
    }
    return sum;
  }
}
