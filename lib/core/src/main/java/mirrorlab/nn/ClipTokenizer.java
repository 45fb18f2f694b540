package mirrorlab.nn;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import mirrorlab.files.AtomicFile;

/**
 * CLIP's byte-pair encoding: splits a text into pieces of words, which are longer the more frequent
 * they are.
 *
 * <pre>  "Unscrew the lid!" → start un screw⌟ the⌟ lid⌟ !⌟ end 0 0 …       (⌟ ends a word)</pre>
 *
 * <p>The text is cleaned, lower-cased and split into words, digits and runs of punctuation. Each of
 * these begins as its bytes in UTF-8; then, as long as the list of merges contains a pair of
 * neighbours, the pair that comes first in the list is merged. A text that is too long is
 * truncated; the end id stays.
 *
 * <p>Ids: 256 bytes, the same bytes at the end of a word, the merges in the list's order, start,
 * end. CLIP takes 48,894 merges of its list, hence 49,408 ids.
 *
 * <p>Two parts of CLIP's cleaning that instructions do not need are left out: HTML entities with
 * names other than amp, lt, gt, quot, apos and nbsp stay as they are; and of the repairs of the
 * Python package ftfy, only accents are composed and curly quotes made straight.
 */
public final class ClipTokenizer implements Tokenizer {
  private static final int MOST = 48_894;
  private static final String HEADER = "#version";
  private static final String LAST = "</w>"; // after a piece that ends a word
  private static final List<String> SPECIAL = List.of("<|startoftext|>", "<|endoftext|>");
  private static final Pattern WORDS =
      Pattern.compile(
          "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d"
              + "|\\p{L}+|\\p{N}|[^ \\p{L}\\p{N}]+");
  private static final Pattern SPACES = Pattern.compile("\\p{IsWhite_Space}+");
  private static final Pattern ENTITY =
      Pattern.compile("&(?:#(\\d{1,7});?|#[xX](\\p{XDigit}{1,6});?|(amp|lt|gt|quot|apos|nbsp);)");
  private static final Map<String, String> NAMED =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

  /** Printable bytes of Latin-1, which stand for themselves. */
  private static final IntPredicate PRINTABLE = b -> b >= '!' && b <= '~' || b > 160 && b != 173;

  /** The bytes in the order of their ids. */
  private static final List<Integer> BYTES =
      IntStream.concat(
              IntStream.range(0, 256).filter(PRINTABLE),
              IntStream.range(0, 256).filter(PRINTABLE.negate()))
          .boxed()
          .toList();

  private final List<String> merges = new ArrayList<>(); // "first second"
  private final Map<String, Integer> ranks = new HashMap<>(); // of the merges
  private final Map<String, Integer> ids = new HashMap<>(); // of all pieces
  private final int length;

  private ClipTokenizer(int length) {
    if (length < 2) {
      throw new IllegalArgumentException("a text has a start and an end, not " + length + " ids");
    }
    this.length = length;
    for (int b = 0; b < 256; b++) {
      ids.put(symbol(b), BYTES.indexOf(b));
      ids.put(symbol(b) + LAST, 256 + BYTES.indexOf(b));
    }
  }

  /**
   * Reads CLIP's list of merges, {@code bpe_simple_vocab_16e6.txt.gz}; it comes with the Python
   * package open_clip_torch and with OpenAI's repository CLIP.
   *
   * @param length L, 32 for ViCLIP
   * @throws IOException naming the file and the line, if it is missing or damaged
   */
  public static ClipTokenizer read(Path file, int length) throws IOException {
    ClipTokenizer tokenizer = new ClipTokenizer(length);
    try (InputStream packed = Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      if (line == null || !line.contains(HEADER)) {
        throw new IOException(file + " does not begin with a line that holds " + HEADER);
      }
      while (tokenizer.merges.size() < MOST && (line = lines.readLine()) != null) {
        if (!tokenizer.add(line)) {
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "%s, line %d: \"%s\" is not two pieces that are known by then, and a space between",
                  file,
                  tokenizer.merges.size() + 2,
                  line));
        }
      }
      return tokenizer;
    } catch (NoSuchFileException e) {
      throw new IOException(
          file
              + " is missing; CLIP's list of merges, bpe_simple_vocab_16e6.txt.gz, comes with the"
              + " Python package open_clip_torch and with OpenAI's repository CLIP",
          e);
    } catch (EOFException | ZipException e) {
      throw new IOException(file + " is not a whole gzip file: " + e.getMessage(), e);
    }
  }

  /** Writes the merges, from which {@link #read} makes the same tokenizer. */
  public void write(Path file) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          try (OutputStream packed = new GZIPOutputStream(out)) {
            String text = HEADER + ": 0.2\n" + String.join("\n", merges) + "\n";
            packed.write(text.getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  @Override
  public int size() {
    return 512 + merges.size() + SPECIAL.size();
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int end() {
    return size() - 1;
  }

  @Override
  public int[] encode(String text) {
    int[] pieces =
        WORDS
            .matcher(clean(text))
            .results()
            .flatMapToInt(word -> pieces(word.group()))
            .limit(length - 2)
            .toArray();
    int[] encoded = new int[length];
    encoded[0] = end() - 1;
    System.arraycopy(pieces, 0, encoded, 1, pieces.length);
    encoded[pieces.length + 1] = end();
    return encoded;
  }

  /** Adds a line of the list; false if it is damaged. */
  private boolean add(String merge) {
    String[] pair = merge.split(" ", -1);
    if (pair.length != 2 || !ids.containsKey(pair[0]) || !ids.containsKey(pair[1])) {
      return false;
    }
    ranks.put(merge, merges.size());
    ids.put(pair[0] + pair[1], 512 + merges.size());
    merges.add(merge);
    return true;
  }

  private IntStream pieces(String word) {
    if (SPECIAL.contains(word)) {
      return IntStream.of(end() - 1 + SPECIAL.indexOf(word));
    }
    List<String> pieces = new ArrayList<>();
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      pieces.add(symbol(b & 0xFF));
    }
    pieces.set(pieces.size() - 1, pieces.get(pieces.size() - 1) + LAST);
    for (Optional<String> best = best(pieces); best.isPresent(); best = best(pieces)) {
      for (int i = 0; i < pieces.size() - 1; i++) {
        if (pair(pieces, i).equals(best.get())) {
          pieces.set(i, pieces.get(i) + pieces.remove(i + 1));
        }
      }
    }
    return pieces.stream().mapToInt(ids::get);
  }

  /** The pair of neighbours that comes first in the list. */
  private Optional<String> best(List<String> pieces) {
    return IntStream.range(0, pieces.size() - 1)
        .mapToObj(i -> pair(pieces, i))
        .filter(ranks::containsKey)
        .min(Comparator.comparing(ranks::get));
  }

  private static String pair(List<String> pieces, int i) {
    return pieces.get(i) + " " + pieces.get(i + 1);
  }

  /** The character that stands for a byte; none of them is a space. */
  private static String symbol(int b) {
    return Character.toString(PRINTABLE.test(b) ? b : 256 + BYTES.indexOf(b) - BYTES.indexOf(0));
  }

  private static String clean(String text) {
    String plain = unescape(unescape(text)); // twice, as CLIP does
    String straight =
        plain.replaceAll("[\u02bc\u2018-\u201b]", "'").replaceAll("[\u201c-\u201f]", "\"");
    String composed = Normalizer.normalize(straight, Normalizer.Form.NFC);
    return SPACES.matcher(composed).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }

  private static String unescape(String text) {
    return ENTITY.matcher(text).replaceAll(found -> Matcher.quoteReplacement(unescape(found)));
  }

  private static String unescape(MatchResult entity) {
    if (entity.group(3) != null) {
      return NAMED.get(entity.group(3));
    }
    int code =
        entity.group(1) != null
            ? Integer.parseInt(entity.group(1))
            : Integer.parseInt(entity.group(2), 16);
    return code > 0 && Character.isValidCodePoint(code) ? Character.toString(code) : "\uFFFD";
  }
}
