package mirrorlab.experiment;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mirrorlab.episode.Episode;
import mirrorlab.evaluation.Ablations;
import mirrorlab.evaluation.Ablations.Input;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.experiment.ProbeArm.Acted;
import mirrorlab.experiment.ProbeArm.Watched;
import mirrorlab.nn.Vocabulary;
import mirrorlab.understanding.VideoTextEncoder;

/**
 * One pair of encoders' representations of a {@link ProbeStudy}'s episodes, in all variants; each
 * is computed on first use and cached.
 */
final class ProbeVariants {
  private static final Set<Input> BOTH = EnumSet.of(Input.SCENE, Input.HAND);

  private final Encoders encoders;
  private final Map<Object, float[][]> kept = new HashMap<>();

  ProbeVariants(Encoders encoders) {
    this.encoders = encoders;
  }

  private record Video(String part, Watched watched) {}

  private record Execution(String part, Acted acted, Set<Input> withheld) {}

  /** U's rows for the episodes of a list. */
  float[][] watched(Part part, Watched watched) throws InterruptedException {
    Video key = new Video(part.name, watched);
    if (!kept.containsKey(key)) {
      List<Episode> seen =
          watched == Watched.FIRST_FRAME ? Ablations.motion(part.episodes) : part.episodes;
      kept.put(key, encoders.understanding().represent(seen, VideoTextEncoder.VIDEO_OUT));
    }
    return kept.get(key);
  }

  /** E's rows for the episodes of a list, or their substitute. */
  float[][] acted(Part part, Acted acted, Set<Input> withheld) throws InterruptedException {
    Execution key = new Execution(part.name, acted, withheld);
    if (!kept.containsKey(key)) {
      List<Episode> seen = Ablations.inputs(part.episodes, withheld);
      kept.put(
          key,
          switch (acted) {
            case SCENE -> represent(seen, KeyframePolicy.SCENE_COARSE);
            case WRONG_INSTRUCTION ->
                represent(Ablations.wrongInstruction(seen), KeyframePolicy.SCENE_COARSE);
            case LANGUAGE -> // it needs neither scene nor hand, nor more than one keyframe
                represent(Ablations.inputs(seen, BOTH), KeyframePolicy.LANGUAGE);
            case WORDS -> counts(seen, encoders.execution().vocabulary());
          });
    }
    return kept.get(key);
  }

  private float[][] represent(List<Episode> episodes, String tap) throws InterruptedException {
    return encoders.execution().represent(episodes, tap);
  }

  /** The word counts of each instruction. */
  private static float[][] counts(List<Episode> episodes, Vocabulary vocabulary) {
    float[][] counts = new float[episodes.size()][vocabulary.size()];
    for (int i = 0; i < counts.length; i++) {
      for (int id : vocabulary.encode(episodes.get(i).instruction())) {
        counts[i][id]++;
      }
    }
    return counts;
  }

  /**
   * A list of episodes to represent.
   *
   * @param name a unique name
   */
  record Part(String name, List<Episode> episodes) {}
}
