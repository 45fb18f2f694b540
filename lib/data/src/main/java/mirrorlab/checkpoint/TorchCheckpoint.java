package mirrorlab.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import mirrorlab.files.Sanitized;
import mirrorlab.nn.Layout;
import mirrorlab.nn.NumberType;
import mirrorlab.nn.StoredArray;
import mirrorlab.pickle.Pickle;
import mirrorlab.pickle.Pickle.Allowed;
import mirrorlab.pickle.Pickle.Name;

/**
 * Named arrays in a checkpoint written by {@code torch.save} of PyTorch 1.6 or newer.
 *
 * <pre>
 *   a zip archive without compression:
 *     NAME/data.pkl       a pickle: nested dicts, and calls that build arrays from storages
 *     NAME/data/0, 1 …    the storages: numbers, which several arrays may share
 *     NAME/byteorder      little or big; little if missing
 * </pre>
 *
 * <p>The pickle is read but not run. The result is the arrays of its dict; or, if that holds a dict
 * with one of the usual names, such as {@code model} or {@code state_dict}, the arrays of that
 * dict; or else those of the only nested dict that holds arrays. Everything beside it is ignored:
 * of weights and their moving average, the weights are taken.
 */
final class TorchCheckpoint {
  private static final List<String> STATES =
      List.of(
          "model",
          "state_dict",
          "model_state_dict",
          "module",
          "net",
          "network",
          "weights",
          "params",
          "model_ema",
          "ema_model",
          "ema_state_dict",
          "state_dict_ema",
          "params_ema",
          "ema");
  private static final Map<String, NumberType> STORAGES =
      Map.of(
          "torch.DoubleStorage", NumberType.F64,
          "torch.FloatStorage", NumberType.F32,
          "torch.HalfStorage", NumberType.F16,
          "torch.BFloat16Storage", NumberType.BF16,
          "torch.LongStorage", NumberType.I64,
          "torch.IntStorage", NumberType.I32,
          "torch.ShortStorage", NumberType.I16,
          "torch.CharStorage", NumberType.I8,
          "torch.ByteStorage", NumberType.U8,
          "torch.BoolStorage", NumberType.BOOL);
  private static final Pattern PICKLE = Pattern.compile("([^/\\p{Cntrl}]+/)data\\.pkl");
  private static final int DEEPEST = 8; // dict in a dict
  private static final long LONGEST_PICKLE = 1 << 28; // 256 MiB

  private final Path file;
  private final ZipFile zip;
  private final long length; // of the file
  private final String folder; // of the archive
  private final ByteOrder order;

  /**
   * A flat sequence of numbers.
   *
   * @param entry name in the archive
   */
  private record Storage(NumberType type, String entry, long count) {}

  private TorchCheckpoint(Path file, ZipFile zip) throws IOException {
    this.file = file;
    this.zip = zip;
    length = Files.size(file);
    folder =
        zip.stream()
            .map(entry -> PICKLE.matcher(entry.getName()))
            .filter(name -> name.matches())
            .map(name -> name.group(1))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no data.pkl in it"));
    if (zip.getEntry(folder + "constants.pkl") != null) {
      throw new IOException(
          file
              + " is a TorchScript program, which is not read; save its weights alone in Python:"
              + " torch.save(torch.jit.load(OLD, map_location='cpu').state_dict(), NEW)");
    }
    boolean big =
        zip.getEntry(folder + "byteorder") != null
            && new String(bytes(folder + "byteorder"), StandardCharsets.UTF_8).equals("big");
    order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /**
   * The arrays of a file.
   *
   * @throws IOException if it is damaged, or if its pickle refers to anything but arrays
   */
  static Map<String, StoredArray> read(Path file) throws IOException {
    return open(file, zip -> new TorchCheckpoint(file, zip).arrays());
  }

  private interface Reader<T> {
    T read(ZipFile zip) throws IOException;
  }

  private static <T> T open(Path file, Reader<T> reader) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return reader.read(zip);
    } catch (ZipException | EOFException | RuntimeException e) {
      String what = e.getMessage() == null ? "it ends too soon" : e.getMessage();
      throw new IOException(
          file + " is not a whole checkpoint of PyTorch: " + what + "; copy or download it again",
          e);
    }
  }

  private Map<String, StoredArray> arrays() throws IOException {
    String name = folder + "data.pkl";
    if (entry(zip, name, length).getSize() > LONGEST_PICKLE) {
      throw new IllegalArgumentException(name + " is longer than " + LONGEST_PICKLE + " bytes");
    }
    Object value = Pickle.read(file + ", " + name, bytes(name), allowed());
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    state(value, 0, Collections.newSetFromMap(new IdentityHashMap<>()))
        .forEach(
            (key, entry) -> {
              if (key instanceof String text && entry instanceof StoredArray array) {
                arrays.put(text, array);
              }
            });
    if (arrays.isEmpty()) {
      throw new IOException(
          file
              + " holds no dict of arrays, neither by itself nor as one of "
              + STATES
              + "; write one in Python: torch.save(model.state_dict(), FILE)");
    }
    return Collections.unmodifiableMap(arrays);
  }

  /**
   * The dict of arrays in a dict.
   *
   * @param depth nesting depth of the dict
   * @param seen visited dicts, by identity: a pickle may hold a dict in many places, and in itself
   */
  private static Map<?, ?> state(Object value, int depth, Set<Object> seen) {
    if (!(value instanceof Map<?, ?> dict) || depth > DEEPEST || !seen.add(dict)) {
      return Map.of();
    }
    for (String name : STATES) {
      Map<?, ?> inner = state(dict.get(name), depth + 1, seen);
      if (!inner.isEmpty()) {
        return inner;
      }
    }
    if (dict.values().stream().anyMatch(StoredArray.class::isInstance)) {
      return dict;
    }
    List<? extends Map<?, ?>> inner =
        dict.values().stream()
            .map(entry -> state(entry, depth + 1, seen))
            .filter(state -> !state.isEmpty())
            .toList();
    return inner.size() == 1 ? inner.get(0) : Map.of();
  }

  private Allowed allowed() {
    return Allowed.plain()
        .name(STORAGES.keySet().toArray(String[]::new))
        .persistentIds(this::storage)
        .function("torch._utils._rebuild_tensor_v2", this::array)
        .function("torch._utils._rebuild_parameter", arguments -> arguments.get(0))
        .function("torch.Size", arguments -> arguments.get(0))
        // Settings saved beside the weights.
        .object("argparse.Namespace")
        .dict("easydict.EasyDict", "utils.easydict.EasyDict")
        .advising(
            "load it in Python and save its weights alone: torch.save(model.state_dict(), FILE)");
  }

  /** {@code ('storage', type, key, device, count)}. */
  private Storage storage(Object id) {
    List<?> parts = (List<?>) id;
    NumberType type = STORAGES.get(((Name) parts.get(1)).name());
    String key = (String) parts.get(2);
    if (!key.matches("[0-9]{1,20}")) {
      throw new IllegalArgumentException("the key of a storage is " + Sanitized.of(key));
    }
    String name = folder + "data/" + key;
    long count = (Long) parts.get(4);
    long size = entry(zip, name, length).getSize();
    boolean whole = 0 <= count && count <= size && count * type.bytes() == size;
    if (!parts.get(0).equals("storage") || !whole) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s has %d bytes, not %d numbers of type %s", name, size, count, type));
    }
    return new Storage(type, name, count);
  }

  /** {@code _rebuild_tensor_v2(storage, offset, shape, strides, gradient, hooks, metadata)}. */
  private StoredArray array(List<Object> arguments) {
    if (arguments.size() > 6) {
      throw new UnsupportedOperationException("metadata of an array");
    }
    Storage storage = (Storage) arguments.get(0);
    long offset = (Long) arguments.get(1);
    Layout layout = new Layout(storage.type, longs(arguments.get(2)), longs(arguments.get(3)));
    // A stride of 0 repeats one number, but a small file must not expand into a huge array.
    if (offset < 0 || offset > storage.count - layout.span() || layout.count() > length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "an array of shape %s from number %d on is not within %s, of %d numbers",
              layout.shape(),
              offset,
              storage.entry,
              storage.count));
    }
    Path path = file; // used after this archive is closed
    ByteOrder bytes = order;
    return new StoredArray(
        layout.shape(), layout.type(), () -> numbers(path, storage.entry, bytes, offset, layout));
  }

  private static float[] numbers(
      Path file, String name, ByteOrder order, long offset, Layout layout) throws IOException {
    return open(
        file,
        zip -> {
          ZipEntry entry = entry(zip, name, Files.size(file));
          try (InputStream in = zip.getInputStream(entry)) {
            in.skipNBytes(offset * layout.type().bytes());
            CRC32 checksum = new CRC32();
            float[] numbers = layout.read(new CheckedInputStream(in, checksum), order);
            // PyTorch writes 0 if the checksum is switched off.
            boolean known = layout.bytes() == entry.getSize() && entry.getCrc() != 0;
            if (known && checksum.getValue() != entry.getCrc()) {
              throw new IllegalArgumentException("the checksum of " + name + " is another");
            }
            return numbers;
          }
        });
  }

  private byte[] bytes(String name) throws IOException {
    try (InputStream in = zip.getInputStream(entry(zip, name, length))) {
      return in.readAllBytes();
    }
  }

  /** An uncompressed entry. */
  private static ZipEntry entry(ZipFile zip, String name, long length) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IllegalArgumentException("it lacks " + name);
    }
    if (entry.getSize() != entry.getCompressedSize()) {
      throw new IllegalArgumentException(name + " is compressed, which torch.save never does");
    }
    if (entry.getSize() > length) {
      throw new IllegalArgumentException(name + " would be longer than the file");
    }
    return entry;
  }

  private static long[] longs(Object list) {
    return ((List<?>) list).stream().mapToLong(Long.class::cast).toArray();
  }
}
