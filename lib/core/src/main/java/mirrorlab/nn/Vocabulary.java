package mirrorlab.nn;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A tokenizer for the words of a set of instructions.
 *
 * <pre>  "open the top drawer" → start open the top drawer end pad pad</pre>
 *
 * <p>Ids 0 to 3 are padding, start, end and any unknown word; words follow in alphabetic order.
 * Case and punctuation are ignored.
 *
 * @param words all entries by id, including the four special ones
 * @param length L, number of ids per encoded text, including start and end
 */
public record Vocabulary(List<String> words, int length) implements Tokenizer {
  /** Id of the padding after a text. */
  public static final int PAD = 0;

  /** Id before the first word. */
  public static final int START = 1;

  /** Id after the last word. */
  public static final int END = 2;

  /** Id of a word that occurs in no training text. */
  public static final int UNKNOWN = 3;

  private static final List<String> SPECIAL = List.of("<pad>", "<start>", "<end>", "<unknown>");

  /** Checks the special entries and makes the list immutable. */
  public Vocabulary {
    words = List.copyOf(words);
    if (words.size() < 4 || !words.subList(0, 4).equals(SPECIAL) || length < 3) {
      throw new IllegalArgumentException(
          "a vocabulary begins with " + SPECIAL + " and encodes at least 3 tokens");
    }
  }

  /** The vocabulary of the given texts, with L for the longest of them. */
  public static Vocabulary of(Collection<String> texts) {
    TreeSet<String> words = new TreeSet<>();
    int longest = 1;
    for (String text : texts) {
      List<String> split = split(text);
      words.addAll(split);
      longest = Math.max(longest, split.size());
    }
    return new Vocabulary(Stream.concat(SPECIAL.stream(), words.stream()).toList(), longest + 2);
  }

  @Override
  public int size() {
    return words.size();
  }

  @Override
  public int end() {
    return END;
  }

  /**
   * The ids of a text: start, its words, end, padding.
   *
   * @throws IllegalArgumentException if the text has more words than fit
   */
  @Override
  public int[] encode(String text) {
    List<String> split = split(text);
    if (split.size() > length - 2) {
      throw new IllegalArgumentException(
          "the text has " + split.size() + " words, at most " + (length - 2) + " fit: " + text);
    }
    Map<String, Integer> ids = ids();
    int[] encoded = new int[length];
    encoded[0] = START;
    for (int i = 0; i < split.size(); i++) {
      encoded[i + 1] = ids.getOrDefault(split.get(i), UNKNOWN);
    }
    encoded[split.size() + 1] = END;
    return encoded;
  }

  private Map<String, Integer> ids() {
    Map<String, Integer> ids = new HashMap<>();
    for (int id = SPECIAL.size(); id < words.size(); id++) {
      ids.put(words.get(id), id);
    }
    return ids;
  }

  private static List<String> split(String text) {
    return Stream.of(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
