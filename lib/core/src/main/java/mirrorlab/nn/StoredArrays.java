package mirrorlab.nn;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import mirrorlab.files.Sanitized;

/** Checks a file's arrays before a model loads them. */
public final class StoredArrays {
  private static final int FEW = 8; // number of faults up to which all are listed
  private static final int EXAMPLES = 3; // of each kind, if there are more faults
  private static final Pattern SHARD = Pattern.compile(".+-\\d{5}-of-\\d{5}\\.\\w+");

  private StoredArrays() {}

  /**
   * The same array, whose numbers are checked when they are read.
   *
   * @param file where it was found
   * @param name of the array
   * @return an array whose {@link StoredArray#read} throws an IOException if a number is NaN,
   *     infinite or too large for 32 bits; the message names file, array and place
   */
  public static StoredArray finite(Path file, String name, StoredArray array) {
    return new StoredArray(
        array.shape(),
        array.type(),
        () -> {
          float[] numbers = array.read();
          for (int i = 0; i < numbers.length; i++) {
            if (!Float.isFinite(numbers[i])) {
              throw notFinite(file, name, array.shape(), numbers, i);
            }
          }
          return numbers;
        });
  }

  private static IOException notFinite(
      Path file, String name, Shape shape, float[] numbers, int first) {
    long[] place = new long[shape.dimension()];
    long rest = first;
    for (int axis = place.length - 1; axis >= 0; axis--) {
      place[axis] = rest % shape.get(axis);
      rest /= shape.get(axis);
    }
    long count =
        IntStream.range(0, numbers.length).filter(i -> !Float.isFinite(numbers[i])).count();
    return new IOException(
        String.format(
            Locale.ROOT,
            "%s: %s is %s at %s, and %d of its %d numbers are not finite; did the training diverge? Take an earlier checkpoint",
            file,
            Sanitized.of(name),
            numbers[first],
            new Shape(place),
            count,
            numbers.length));
  }

  /**
   * Compares names and shapes with those of a model.
   *
   * @param file where the arrays were found
   * @throws IOException if they are not the same, or if an array holds integers; the message counts
   *     the arrays that are missing, unexpected, or of another shape or type, and gives examples of
   *     each and the likely cause
   */
  public static void check(Path file, Map<String, StoredArray> found, Map<String, Shape> wanted)
      throws IOException {
    List<String> faults = new ArrayList<>(); // all of them
    List<String> missing = new ArrayList<>();
    List<String> unexpected = new ArrayList<>();
    List<String> others = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(found.keySet());
    names.addAll(wanted.keySet());
    for (String name : names) {
      StoredArray array = found.get(name);
      if (array == null) {
        missing.add(name + " " + wanted.get(name));
        faults.add("missing " + name + " " + wanted.get(name));
      } else if (!wanted.containsKey(name)) {
        unexpected.add(Sanitized.of(name) + " " + array.shape());
        faults.add("unexpected " + Sanitized.of(name) + " " + array.shape());
      } else if (!array.shape().equals(wanted.get(name))) {
        others.add(name + " is " + array.shape() + ", not " + wanted.get(name));
        faults.add(others.get(others.size() - 1));
      } else if (!array.type().isReal()) {
        others.add(name + " holds " + array.type() + ", not floating-point numbers");
        faults.add(others.get(others.size() - 1));
      }
    }
    if (faults.isEmpty()) {
      return;
    }
    if (faults.size() > FEW) {
      faults.clear();
      summarise("missing", missing, faults);
      summarise("unexpected", unexpected, faults);
      summarise("of another shape or type", others, faults);
      faults.add(cause(wanted.size(), missing.size(), unexpected.size()));
    }
    String shard =
        SHARD.matcher(String.valueOf(file.getFileName())).matches()
            ? "; if it is one of several files of a checkpoint, name their index, *.index.json"
            : "";
    throw new IOException(file + " does not fit the model: " + String.join("; ", faults) + shard);
  }

  /** Adds the number of faults of one kind and the first of them. */
  private static void summarise(String what, List<String> all, List<String> faults) {
    if (!all.isEmpty()) {
      faults.add(
          String.format(
              Locale.ROOT,
              "%d %s, such as %s",
              all.size(),
              what,
              String.join(", ", all.subList(0, Math.min(EXAMPLES, all.size())))));
    }
  }

  private static String cause(int wanted, int missing, int unexpected) {
    if (missing == wanted) {
      return "no name fits, so it seems to be a checkpoint of another model";
    }
    if (missing == 0 && unexpected == 0) {
      return "all names fit, so it seems to be of another size";
    }
    return String.format(Locale.ROOT, "of %d names %d fit", wanted, wanted - missing);
  }
}
