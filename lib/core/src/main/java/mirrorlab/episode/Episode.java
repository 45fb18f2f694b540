package mirrorlab.episode;

import java.util.List;

/**
 * One performance of a task for both encoders: U watches the video, E learns the steps.
 *
 * @param task id, such as {@code close_jar}
 * @param variation index among the task's variations
 * @param instructions the evaluation template first, then paraphrases
 * @param seed of the scene
 * @param inPlay variations whose objects may stand beside the named ones, or none if all; with
 *     task, variation and seed they reproduce the scene
 * @param outcome outcome of the episode
 * @param seconds duration
 * @param video T frames of the observer camera, evenly spaced in time
 * @param steps K keyframes
 */
public record Episode(
    String task,
    int variation,
    List<String> instructions,
    long seed,
    List<Integer> inPlay,
    Outcome outcome,
    double seconds,
    List<Image> video,
    List<Step> steps) {

  /** Makes the lists immutable. */
  public Episode {
    instructions = List.copyOf(instructions);
    inPlay = List.copyOf(inPlay);
    video = LazyList.copyOf(video);
    steps = List.copyOf(steps);
  }

  /** An episode in whose scene the objects of all variations may stand. */
  public Episode(
      String task,
      int variation,
      List<String> instructions,
      long seed,
      Outcome outcome,
      double seconds,
      List<Image> video,
      List<Step> steps) {
    this(task, variation, instructions, seed, List.of(), outcome, seconds, video, steps);
  }

  /** The same episode with another instruction. */
  public Episode withInstruction(String instruction) {
    return new Episode(
        task, variation, List.of(instruction), seed, inPlay, outcome, seconds, video, steps);
  }

  /** The same episode with another video. */
  public Episode withVideo(List<Image> frames) {
    return new Episode(
        task, variation, instructions, seed, inPlay, outcome, seconds, frames, steps);
  }

  /** The same episode with other steps. */
  public Episode withSteps(List<Step> others) {
    return new Episode(
        task, variation, instructions, seed, inPlay, outcome, seconds, video, others);
  }

  /** The instruction for evaluation. */
  public String instruction() {
    return instructions.get(0);
  }
}
