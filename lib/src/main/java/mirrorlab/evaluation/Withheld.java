package mirrorlab.evaluation;

import java.util.Collections;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import mirrorlab.data.Episode;
import mirrorlab.data.Step;
import mirrorlab.world.Observation;

/** Episodes as an encoder meets them that something is kept from: what the controls are made of. */
public final class Withheld {
  private Withheld() {}

  /** E is told nothing: the instruction is empty. */
  public static List<Episode> instruction(List<Episode> episodes) {
    return episodes.stream().map(e -> e.withInstruction("")).toList();
  }

  /** E is told each episode's instruction of another one, {@link #others}. */
  public static List<Episode> rightInstruction(List<Episode> episodes) {
    int[] others = others(episodes);
    return IntStream.range(0, others.length)
        .mapToObj(i -> episodes.get(i).withInstruction(episodes.get(others[i]).instruction()))
        .toList();
  }

  /**
   * For each episode another one of the same task and another variation: the next in the list,
   * after its end from the beginning; itself where there is none.
   */
  public static int[] others(List<Episode> episodes) {
    return next(episodes, (a, b) -> a.task().equals(b.task()) && a.variation() != b.variation());
  }

  /** For each episode the index of the next that goes with it, or its own where there is none. */
  static int[] next(List<Episode> episodes, BiPredicate<Episode, Episode> goesWith) {
    int n = episodes.size();
    return IntStream.range(0, n)
        .map(
            i ->
                IntStream.range(1, n)
                    .map(ahead -> (i + ahead) % n)
                    .filter(j -> goesWith.test(episodes.get(i), episodes.get(j)))
                    .findFirst()
                    .orElse(i))
        .toArray();
  }

  /** E sees nothing: it is told the instruction, and feels its hand. */
  public static List<Episode> scene(List<Episode> episodes) {
    return episodes.stream()
        .map(e -> e.withSteps(e.steps().stream().map(Withheld::dark).toList()))
        .toList();
  }

  private static Step dark(Step step) {
    Observation dark = new Observation(List.of(), step.observation().proprioception());
    return new Step(dark, step.action(), step.seconds());
  }

  /** U sees the video's first frame alone, again and again. */
  public static List<Episode> motion(List<Episode> episodes) {
    return episodes.stream()
        .map(e -> e.withVideo(Collections.nCopies(e.video().size(), e.video().get(0))))
        .toList();
  }
}
