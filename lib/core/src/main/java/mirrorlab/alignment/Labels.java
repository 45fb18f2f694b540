package mirrorlab.alignment;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import mirrorlab.episode.Episode;

/**
 * Labels of N items at three granularities: numbers that are equal if the items share the episode,
 * instruction or task.
 *
 * @param episodes N numbers
 * @param instructions N numbers: an instruction is a task and a variation
 * @param tasks N numbers
 */
public record Labels(int[] episodes, int[] instructions, int[] tasks) {

  /** Checks that each item has one of each. */
  public Labels {
    if (instructions.length != episodes.length || tasks.length != episodes.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "each item needs an episode, an instruction and a task; there are %d, %d and %d",
              episodes.length,
              instructions.length,
              tasks.length));
    }
  }

  /** The labels of N episodes; an episode may occur several times. */
  public static Labels of(List<Episode> episodes) {
    return new Labels(
        number(episodes, e -> List.of(e.task(), e.variation(), e.seed())),
        number(episodes, e -> List.of(e.task(), e.variation())),
        number(episodes, Episode::task));
  }

  /** The labels of N items from three lists of names, such as texts. */
  public static Labels of(List<?> episodes, List<?> instructions, List<?> tasks) {
    return new Labels(
        number(episodes, name -> name),
        number(instructions, name -> name),
        number(tasks, name -> name));
  }

  private static <T> int[] number(List<T> items, Function<T, Object> id) {
    Map<Object, Integer> numbers = new HashMap<>();
    return items.stream()
        .mapToInt(e -> numbers.computeIfAbsent(id.apply(e), key -> numbers.size()))
        .toArray();
  }

  /** N, the number of items. */
  public int size() {
    return episodes.length;
  }

  /** The labels of the items at the given indices. */
  public Labels at(int... items) {
    return new Labels(at(episodes, items), at(instructions, items), at(tasks, items));
  }

  /** The numbers of all items. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Labels[episodes=%s, instructions=%s, tasks=%s]",
        Arrays.toString(episodes),
        Arrays.toString(instructions),
        Arrays.toString(tasks));
  }

  /** These labels, followed by others with the same numbering. */
  Labels then(Labels others) {
    return new Labels(
        then(episodes, others.episodes),
        then(instructions, others.instructions),
        then(tasks, others.tasks));
  }

  private static int[] then(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }

  private static int[] at(int[] numbers, int[] items) {
    return Arrays.stream(items).map(i -> numbers[i]).toArray();
  }
}
