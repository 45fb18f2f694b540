package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files written by hand after NumPy's description of the format. */
class NpyFileTest {
  @TempDir private Path folder;

  private static byte[] npy(int version, String type, boolean fortran, String shape, byte[] data) {
    String header = "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False");
    byte[] text = (header + ", 'shape': " + shape + ", }   \n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + (version == 1 ? 2 : 4) + text.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.UTF_8));
    file.put((byte) version).put((byte) 0);
    if (version == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    return file.put(text).put(data).array();
  }

  private static byte[] floats(ByteOrder order, float... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(order);
    bytes.asFloatBuffer().put(numbers);
    return bytes.array();
  }

  private static final byte[] SIX = floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4, 5, 6);

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void rowsAndColumnsFirst() throws Exception {
    Path rows = file("rows.npy", npy(1, "<f4", false, "(2, 3)", SIX));
    assertEquals(new Shape(2, 3), NpyFile.read(rows).shape());
    assertArrayEquals(new float[][] {{1, 2, 3}, {4, 5, 6}}, NpyFile.read(rows).rows());
    Path columns = file("columns.npy", npy(2, "<f4", true, "(2, 3)", SIX));
    assertArrayEquals(new float[][] {{1, 3, 5}, {2, 4, 6}}, NpyFile.read(columns).rows());
  }

  @Test
  void typesAndByteOrders() throws Exception {
    byte[] doubles = ByteBuffer.allocate(16).putDouble(0.5).putDouble(-2).array();
    Path f8 = file("f8.npy", npy(1, ">f8", false, "(2,)", doubles));
    assertArrayEquals(new float[] {0.5f, -2}, NpyFile.read(f8).read());
    Path f2 = file("f2.npy", npy(1, "<f2", false, "(1,)", new byte[] {0, 0x3c}));
    assertArrayEquals(new float[] {1}, NpyFile.read(f2).read());
    Path f4 = file("f4.npy", npy(3, ">f4", false, "()", floats(ByteOrder.BIG_ENDIAN, 7)));
    assertArrayEquals(new float[] {7}, NpyFile.read(f4).read());
    StoredArray integers = NpyFile.read(file("i.npy", npy(1, "<i8", false, "(1,)", new byte[8])));
    assertEquals(NumberType.I64, integers.type());
    assertFalse(integers.type().isReal());
  }

  private Path archive(String... names) throws IOException {
    Path file = folder.resolve("a.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(npy(1, "<f4", false, name.startsWith("b") ? "(3, 2)" : "(2, 3)", SIX));
        zip.closeEntry();
      }
    }
    return file;
  }

  @Test
  void anArchiveKeepsItsOrder() throws Exception {
    Map<String, StoredArray> arrays = NpyFile.readArchive(archive("b/x.npy", "a/y.npy"));
    assertEquals(List.of("b/x", "a/y"), List.copyOf(arrays.keySet()));
    assertArrayEquals(new float[][] {{1, 2}, {3, 4}, {5, 6}}, arrays.get("b/x").rows());
    assertArrayEquals(new float[][] {{1, 2, 3}, {4, 5, 6}}, arrays.get("a/y").rows());
  }

  @Test
  void twoArraysOfOneNameAreRefused() throws Exception {
    Path archive = archive("a", "a.npy");
    Exception e = assertThrows(IOException.class, () -> NpyFile.readArchive(archive));
    assertEquals(
        archive + ": a is there twice; save the archive again with numpy.savez", e.getMessage());
  }

  @Test
  void damageIsTold() throws Exception {
    byte[] whole = npy(1, "<f4", false, "(2, 3)", SIX);
    refused("it has 96 bytes in place of 97", Arrays.copyOf(whole, whole.length - 1));
    refused("it does not begin as NumPy's files do", new byte[20]);
    refused("it ends within its header", Arrays.copyOf(whole, 30));
    refused("its elements are of type O, not numbers", npy(1, "|O", false, "(2, 3)", SIX));
    refused("its elements are of type c8, not numbers", npy(1, "<c8", false, "(3,)", SIX));
    refused("its elements are of type U4, not numbers", npy(1, "<U4", false, "(6,)", SIX)); // text
    refused("its elements are of type f1", npy(1, "<f1", false, "(24,)", SIX));
    refused("takes 2 GiB or more", npy(1, "<f4", false, "(99999, 99999)", SIX));
    Path text = file("text.npz", "no archive".getBytes(StandardCharsets.UTF_8));
    Exception e = assertThrows(IOException.class, () -> NpyFile.readArchive(text));
    assertTrue(e.getMessage().startsWith(text + " is not a whole .npz archive ("), e.toString());
  }

  private void refused(String why, byte[] bytes) throws IOException {
    Path file = file("damaged.npy", bytes);
    Exception e = assertThrows(IOException.class, () -> NpyFile.read(file));
    assertTrue(e.getMessage().startsWith(file + " is not a whole .npy array"), e.toString());
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }
}
