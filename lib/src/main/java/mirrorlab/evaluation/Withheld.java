package mirrorlab.evaluation;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import mirrorlab.data.Episode;
import mirrorlab.data.Step;
import mirrorlab.world.Image;
import mirrorlab.world.Observation;

/** Episodes as an encoder meets them that something is kept from: what the controls are made of. */
public final class Withheld {
  private Withheld() {}

  /** E is told nothing: the instruction is empty. */
  public static List<Episode> instruction(List<Episode> episodes) {
    return episodes.stream().map(e -> told(e, "")).toList();
  }

  /** E is told each episode's instruction of another one, {@link #others}. */
  public static List<Episode> rightInstruction(List<Episode> episodes) {
    int[] others = others(episodes);
    return IntStream.range(0, others.length)
        .mapToObj(i -> told(episodes.get(i), episodes.get(others[i]).instruction()))
        .toList();
  }

  /**
   * For each episode another one of the same task and another variation: the next in the list,
   * after its end from the beginning; itself where there is none.
   */
  public static int[] others(List<Episode> episodes) {
    int n = episodes.size();
    return IntStream.range(0, n)
        .map(
            i ->
                IntStream.range(1, n)
                    .map(ahead -> (i + ahead) % n)
                    .filter(j -> differ(episodes.get(i), episodes.get(j)))
                    .findFirst()
                    .orElse(i))
        .toArray();
  }

  private static boolean differ(Episode a, Episode b) {
    return a.task().equals(b.task()) && a.variation() != b.variation();
  }

  /** E sees nothing: it is told the instruction, and feels its hand. */
  public static List<Episode> scene(List<Episode> episodes) {
    return episodes.stream()
        .map(
            e ->
                new Episode(
                    e.task(),
                    e.variation(),
                    e.instructions(),
                    e.seed(),
                    e.outcome(),
                    e.seconds(),
                    e.video(),
                    e.steps().stream().map(Withheld::dark).toList()))
        .toList();
  }

  private static Step dark(Step step) {
    Observation dark = new Observation(List.of(), step.observation().proprioception());
    return new Step(dark, step.action(), step.seconds());
  }

  /** U sees the video's first frame alone, again and again. */
  public static List<Episode> motion(List<Episode> episodes) {
    return episodes.stream().map(Withheld::still).toList();
  }

  private static Episode still(Episode e) {
    List<Image> video = Collections.nCopies(e.video().size(), e.video().get(0));
    return new Episode(
        e.task(),
        e.variation(),
        e.instructions(),
        e.seed(),
        e.outcome(),
        e.seconds(),
        video,
        e.steps());
  }

  /** The same episode under another instruction. */
  static Episode told(Episode e, String instruction) {
    return new Episode(
        e.task(),
        e.variation(),
        List.of(instruction),
        e.seed(),
        e.outcome(),
        e.seconds(),
        e.video(),
        e.steps());
  }
}
