package mirrorlab.nn;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import mirrorlab.files.Sanitized;

/**
 * Arrays as NumPy saves them: one in a {@code .npy} file, several in a {@code .npz} archive.
 *
 * <pre>
 *   \x93NUMPY | version | length n of the header | n bytes: a Python dict | the numbers
 *   {'descr': '&lt;f4', 'fortran_order': False, 'shape': (600, 128), }
 * </pre>
 */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 20;
  private static final Pattern DESCR = Pattern.compile("'descr': *'([<>|=])([a-zA-Z])(\\d{0,4})'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order': *(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([\\d, ]*)\\)");

  private NpyFile() {}

  /** Opens an array's bytes from the first one. */
  @FunctionalInterface
  private interface Source {
    InputStream open() throws IOException;
  }

  /**
   * The array of a {@code .npy} file.
   *
   * @throws IOException if the file is missing or damaged, or holds other elements than numbers
   */
  public static StoredArray read(Path file) throws IOException {
    return array(file.toString(), () -> Files.newInputStream(file), Files.size(file));
  }

  /**
   * The arrays of a {@code .npz} archive by name, in its order.
   *
   * @throws IOException if the archive is missing or damaged, holds two arrays of one name, or
   *     anything else than arrays of numbers
   */
  public static Map<String, StoredArray> readArchive(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Map<String, StoredArray> arrays = new LinkedHashMap<>();
      List<? extends ZipEntry> entries = zip.stream().toList();
      for (int i = 0; i < entries.size(); i++) {
        ZipEntry entry = entries.get(i);
        String name = entry.getName().replaceFirst("\\.npy$", "");
        String where = file + ": " + Sanitized.of(name);
        int place = i;
        if (arrays.put(name, array(where, () -> open(file, place), entry.getSize())) != null) {
          throw new IOException(where + " is there twice; save the archive again with numpy.savez");
        }
      }
      return Collections.unmodifiableMap(arrays);
    } catch (ZipException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s is not a whole .npz archive (%s); save it again with numpy.savez",
              file,
              Sanitized.of(String.valueOf(e.getMessage()))),
          e);
    }
  }

  /** Opens an entry by its place, since names may occur twice; closing it closes the archive. */
  private static InputStream open(Path file, int place) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    try {
      InputStream entry = zip.getInputStream(zip.stream().skip(place).findFirst().orElseThrow());
      return new BufferedInputStream(entry) {
        @Override
        public void close() throws IOException {
          super.close();
          zip.close();
        }
      };
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** The start of a file: the length of everything before the numbers, and how these lie. */
  private record Header(int length, Layout layout, ByteOrder order) {}

  private static StoredArray array(String where, Source source, long size) throws IOException {
    Header header;
    try (InputStream in = source.open()) {
      header = header(in);
    } catch (EOFException | IllegalArgumentException e) {
      throw damaged(where, e);
    }
    if (size != header.length + (long) header.layout.bytes()) {
      throw damaged(
          where,
          new EOFException(
              String.format(
                  Locale.ROOT,
                  "it has %d bytes in place of %d",
                  size,
                  header.length + (long) header.layout.bytes())));
    }
    return new StoredArray(
        header.layout.shape(), header.layout.type(), () -> numbers(where, source, header));
  }

  private static float[] numbers(String where, Source source, Header header) throws IOException {
    try (InputStream in = source.open()) {
      in.skipNBytes(header.length);
      return header.layout.read(in, header.order);
    } catch (EOFException | ZipException e) {
      throw damaged(where, e);
    }
  }

  private static IOException damaged(String where, Exception cause) {
    return new IOException(
        String.format(
            Locale.ROOT,
            "%s is not a whole .npy array of numbers: %s; save it again with numpy.save",
            where,
            cause.getMessage()),
        cause);
  }

  private static Header header(InputStream in) throws IOException {
    ByteBuffer start = ByteBuffer.wrap(bytes(in, MAGIC.length + 2)).order(ByteOrder.LITTLE_ENDIAN);
    if (!Arrays.equals(MAGIC, Arrays.copyOf(start.array(), MAGIC.length))) {
      throw new IllegalArgumentException("it does not begin as NumPy's files do");
    }
    boolean isShort = start.get(MAGIC.length) == 1;
    byte[] count = Arrays.copyOf(bytes(in, isShort ? Short.BYTES : Integer.BYTES), Integer.BYTES);
    int length = ByteBuffer.wrap(count).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < 0 || length > LONGEST_HEADER) {
      throw new IllegalArgumentException("its header would be " + length + " bytes long");
    }
    String text = new String(bytes(in, length), StandardCharsets.UTF_8);
    Matcher type = find(DESCR, text);
    long[] shape =
        Stream.of(find(SHAPE, text).group(1).split("[, ]+"))
            .filter(number -> !number.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    NumberType number = type(type.group(2), type.group(3));
    return new Header(
        start.capacity() + (isShort ? Short.BYTES : Integer.BYTES) + length,
        layout(number, shape, find(FORTRAN, text).group(1).equals("True")),
        type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  private static NumberType type(String kind, String size) {
    boolean isNumber = "fiu".contains(kind) && !size.isEmpty();
    String number = isNumber ? kind.toUpperCase(Locale.ROOT) + 8 * Integer.parseInt(size) : "";
    String name = kind.equals("b") ? "BOOL" : number;
    return Stream.of(NumberType.values())
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "its elements are of type %s%s, not numbers such as float32",
                        kind,
                        size)));
  }

  private static Layout layout(NumberType type, long[] shape, boolean columnsFirst) {
    if (!columnsFirst) {
      return Layout.rows(type, shape);
    }
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      strides[axis] = stride;
      stride *= Math.max(1, shape[axis]);
    }
    return new Layout(type, shape, strides);
  }

  private static Matcher find(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException("its header is " + Sanitized.of(header.strip()));
    }
    return matcher;
  }

  private static byte[] bytes(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("it ends within its header");
    }
    return bytes;
  }
}
