package mirrorlab.evaluation;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Proprioception;
import mirrorlab.episode.Step;
import mirrorlab.episode.Workspace;
import mirrorlab.nn.Seeds;

/** Episodes without a part of an encoder's input, for the controls of the probe. */
public final class Ablations {
  /** An uninformative proprioception: the hand is always open, over the middle of the table. */
  private static final Proprioception STILL =
      new Proprioception(
          Pose.down(middle(0), middle(1), Workspace.TABLE_HEIGHT + 0.3, 0), true, 0.04, 0.04);

  private Ablations() {}

  private static double middle(int axis) {
    return (Workspace.LOW[axis] + Workspace.HIGH[axis]) / 2;
  }

  /** One of E's three inputs. */
  public enum Input {
    /** The words of the instruction; without them, it is empty. */
    INSTRUCTION(Ablations::instruction),
    /** The camera images. */
    SCENE(Ablations::scene),
    /** The hand's proprioception, whose poses describe the action. */
    HAND(Ablations::hand);

    private final UnaryOperator<List<Episode>> from;

    Input(UnaryOperator<List<Episode>> from) {
      this.from = from;
    }
  }

  /**
   * Removes some of E's inputs. Without scene and hand all keyframes of an episode are equal, so
   * only one is kept.
   */
  public static List<Episode> inputs(List<Episode> episodes, Set<Input> inputs) {
    List<Episode> left = episodes;
    for (Input input : inputs) {
      left = input.from.apply(left);
    }
    return inputs.containsAll(Set.of(Input.SCENE, Input.HAND))
        ? left.stream().map(e -> e.withSteps(e.steps().subList(0, 1))).toList()
        : left;
  }

  /** Removes the instruction: E gets an empty one. */
  public static List<Episode> instruction(List<Episode> episodes) {
    return episodes.stream().map(e -> e.withInstruction("")).toList();
  }

  /** Removes the scene: E gets no camera pictures. */
  public static List<Episode> scene(List<Episode> episodes) {
    return observing(episodes, seen -> new Observation(List.of(), seen.proprioception()));
  }

  /** Removes the hand's proprioception, which is constant; the cameras still see the hand. */
  public static List<Episode> hand(List<Episode> episodes) {
    return observing(episodes, seen -> new Observation(seen.views(), STILL));
  }

  private static List<Episode> observing(
      List<Episode> episodes, UnaryOperator<Observation> observation) {
    return episodes.stream()
        .map(
            e ->
                e.withSteps(
                    e.steps().stream()
                        .map(
                            step ->
                                new Step(
                                    observation.apply(step.observation()),
                                    step.action(),
                                    step.seconds()))
                        .toList()))
        .toList();
  }

  /** Gives E the wrong instruction: that of another episode, drawn by {@link #others}. */
  public static List<Episode> wrongInstruction(List<Episode> episodes) {
    int[] others = others(episodes);
    return IntStream.range(0, others.length)
        .mapToObj(i -> episodes.get(i).withInstruction(episodes.get(others[i]).instruction()))
        .toList();
  }

  /**
   * For each episode, the index of a random episode of the same task and another variation, or its
   * own if there is none. The episode's scene seeds the draw, so it is the same for every model.
   */
  public static int[] others(List<Episode> episodes) {
    return IntStream.range(0, episodes.size())
        .map(
            i -> {
              Episode own = episodes.get(i);
              int[] fitting =
                  IntStream.range(0, episodes.size())
                      .filter(
                          j ->
                              episodes.get(j).task().equals(own.task())
                                  && episodes.get(j).variation() != own.variation())
                      .toArray();
              return fitting.length == 0
                  ? i
                  : fitting[Seeds.at(own.task().hashCode(), own.seed()).nextInt(fitting.length)];
            })
        .toArray();
  }

  /**
   * For each episode, the index of the next one that {@code goesWith} accepts, or its own if there
   * is none.
   */
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

  /** Removes motion: U sees only the video's first frame, repeated. */
  public static List<Episode> motion(List<Episode> episodes) {
    return episodes.stream()
        .map(e -> e.withVideo(Collections.nCopies(e.video().size(), e.video().get(0))))
        .toList();
  }
}
