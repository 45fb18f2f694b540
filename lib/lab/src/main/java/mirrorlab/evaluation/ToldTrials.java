package mirrorlab.evaluation;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Policy;
import mirrorlab.world.Rollout;

/**
 * A cache of E's trials by scene and instruction text. The same scene and text lead to the same
 * trial, so each pair is played only once.
 */
public final class ToldTrials {
  private record Told(Scene scene, String text) {
    static Told of(Episode episode, String text) {
      return new Told(Scene.of(episode), text);
    }
  }

  private final Policy e;
  private final Map<Told, Trial> known = new HashMap<>();

  /** Creates an empty cache. */
  public ToldTrials(Policy e) {
    this.e = e;
  }

  /**
   * Adds trials with each scene's own instruction.
   *
   * @param trials one per scene
   */
  public void add(List<Episode> scenes, List<Trial> trials) {
    for (int i = 0; i < scenes.size(); i++) {
      known.put(Told.of(scenes.get(i), scenes.get(i).instruction()), trials.get(i));
    }
  }

  /** The number of trials that {@link #act} would play. */
  public int missing(List<Episode> scenes, List<String> texts) {
    return unknown(scenes, texts).size();
  }

  /**
   * The trials of E in each scene, with the text at the same index as its instruction.
   *
   * @param done called with each newly played trial as it ends
   */
  public List<Trial> act(List<Episode> scenes, List<String> texts, Consumer<Trial> done)
      throws InterruptedException {
    Map<Scene, String> words = new HashMap<>();
    Map<Told, Episode> unknown = unknown(scenes, texts);
    for (Told told : unknown.keySet()) {
      if (words.put(told.scene, told.text) != null) {
        throw new IllegalArgumentException("a scene is listed twice: " + told.scene);
      }
    }
    List<Trial> played =
        Control.play(
            List.copyOf(unknown.values()),
            world -> Rollout.run(world, obeying(words.get(Scene.of(world)))),
            done);
    List<Told> order = List.copyOf(unknown.keySet());
    for (int i = 0; i < order.size(); i++) {
      known.put(order.get(i), played.get(i));
    }
    return IntStream.range(0, scenes.size())
        .mapToObj(i -> known.get(Told.of(scenes.get(i), texts.get(i))))
        .toList();
  }

  private Policy obeying(String text) {
    return (seen, instruction) -> e.act(seen, text);
  }

  private Map<Told, Episode> unknown(List<Episode> scenes, List<String> texts) {
    Map<Told, Episode> unknown = new LinkedHashMap<>();
    for (int i = 0; i < scenes.size(); i++) {
      unknown.put(Told.of(scenes.get(i), texts.get(i)), scenes.get(i));
    }
    unknown.keySet().removeAll(known.keySet());
    return Collections.unmodifiableMap(unknown);
  }
}
