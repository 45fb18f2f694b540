package mirrorlab.data;

import java.util.List;
import mirrorlab.world.Image;
import mirrorlab.world.Lazily;
import mirrorlab.world.Outcome;

/**
 * One performance of a task, as both encoders need it: U watches the video, E learns the steps.
 *
 * @param task id, such as {@code close_jar}
 * @param variation index among the task's variations
 * @param instructions the evaluation template first, then paraphrases
 * @param seed of the scene; (task, variation, seed) makes the same episode again
 * @param outcome how it ended
 * @param seconds that it took
 * @param video T frames of the observer camera, evenly spaced in time
 * @param steps K keyframes
 */
public record Episode(
    String task,
    int variation,
    List<String> instructions,
    long seed,
    Outcome outcome,
    double seconds,
    List<Image> video,
    List<Step> steps) {

  /** Makes the lists immutable. */
  public Episode {
    instructions = List.copyOf(instructions);
    video = Lazily.copyOf(video);
    steps = List.copyOf(steps);
  }

  /** The same episode under another instruction. */
  public Episode withInstruction(String instruction) {
    return new Episode(task, variation, List.of(instruction), seed, outcome, seconds, video, steps);
  }

  /** The same episode with another video. */
  public Episode withVideo(List<Image> frames) {
    return new Episode(task, variation, instructions, seed, outcome, seconds, frames, steps);
  }

  /** The same episode with other steps. */
  public Episode withSteps(List<Step> others) {
    return new Episode(task, variation, instructions, seed, outcome, seconds, video, others);
  }

  /** The instruction of evaluation. */
  public String instruction() {
    return instructions.get(0);
  }
}
