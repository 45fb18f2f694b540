package mirrorlab.notebook;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Image;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.world.Rollout;
import mirrorlab.world.Task;
import mirrorlab.world.Tasks;
import mirrorlab.world.World;

/**
 * A sentence that E is told, and the task that it asks for.
 *
 * @param sentence in the student's words
 * @param task whose instruction it is
 * @param variation of the task
 */
public record Request(String sentence, Task task, int variation) {
  private static final int NEAREST = 3;
  private static final int FRAMES = 20;
  private static final int PIXELS = 320;
  private static final int PER_SECOND = 5;

  /** An instruction of some task, in one of its wordings. */
  private record Wording(String text, Task task, int variation) {
    List<String> words() {
      return split(text);
    }
  }

  /**
   * Finds the instruction that a sentence is, without regard to case and punctuation.
   *
   * @throws IllegalArgumentException if it is none; the message names the words that E never read,
   *     the nearest instructions, and the tasks
   */
  public static Request of(KeyframePolicy e, String sentence) {
    List<String> words = split(sentence);
    List<Wording> all = wordings().toList();
    return all.stream()
        .filter(wording -> wording.words().equals(words))
        .findFirst()
        .map(wording -> new Request(sentence, wording.task, wording.variation))
        .orElseThrow(() -> new IllegalArgumentException(unknown(e, sentence, all)));
  }

  /**
   * Lets E do it.
   *
   * @param scene seed of the scene: where the objects stand, and which others are there
   * @return the film, with the sentence and the outcome below it
   */
  public Animation film(KeyframePolicy e, long scene) {
    try (World world = World.create(task, variation, scene)) {
      Rollout rollout = Rollout.run(world, (seen, instruction) -> e.act(seen, sentence));
      String outcome = rollout.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      List<Image> film = world.video(FRAMES, Camera.OBSERVER, PIXELS, PIXELS);
      return Animation.beside(
          List.of(film), List.of("\"" + sentence + "\": " + outcome), PER_SECOND);
    }
  }

  private static String unknown(KeyframePolicy e, String sentence, List<Wording> all) {
    Set<String> unread = new TreeSet<>(split(sentence));
    e.vocabulary().words().forEach(unread::remove);
    String words =
        unread.isEmpty()
            ? "is no instruction of any task"
            : "holds words that E never read: " + String.join(", ", unread);
    String nearest =
        all.stream()
            .sorted(Comparator.comparingDouble(wording -> -overlap(sentence, wording)))
            .limit(NEAREST)
            .map(wording -> "\"" + wording.text + "\"")
            .collect(Collectors.joining(", "));
    String tasks = Tasks.all().stream().map(Task::displayName).collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "\"%s\" %s; nearest to it: %s; E knows the tasks %s",
        sentence,
        words,
        nearest,
        tasks);
  }

  /** Shared words over all words of both, 0 to 1. */
  private static double overlap(String sentence, Wording wording) {
    Set<String> both = new TreeSet<>(split(sentence));
    Set<String> either = new TreeSet<>(both);
    either.addAll(wording.words());
    both.retainAll(wording.words());
    return (double) both.size() / either.size();
  }

  private static Stream<Wording> wordings() {
    return Tasks.all().stream()
        .flatMap(
            task ->
                IntStream.range(0, task.variations())
                    .boxed()
                    .flatMap(
                        variation ->
                            task.instructions(variation).stream()
                                .map(text -> new Wording(text, task, variation))));
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
