package mirrorlab.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import mirrorlab.pickle.Pickle.Allowed;
import mirrorlab.pickle.Pickle.Instance;
import mirrorlab.pickle.Pickle.Name;
import mirrorlab.pickle.Pickle.None;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120) // a hang is a failure
class PickleTest {
  private static final Allowed ALLOWED = Allowed.plain().object("rlbench.demo.Demo");
  private static final String SYSTEM = "cos\nsystem\n";

  @TempDir Path folder;

  @ParameterizedTest // values() of src/test/python/rlbench_folder.py
  @ValueSource(
      strings = {
        "numpy1.protocol0", "numpy1.protocol1", "numpy1.protocol2",
        "numpy1.protocol3", "numpy1.protocol4", "numpy1.protocol5",
        "numpy2.protocol2", "numpy2.protocol4", "numpy2.protocol5"
      })
  void whatPythonWroteIsRead(String name) throws IOException {
    Map<?, ?> values = (Map<?, ?>) Pickle.read(name, resource(name + ".pkl"), ALLOWED);

    assertEquals(List.of(None.NONE, true, false), values.get("constants"));
    assertEquals(
        List.of(
            0L,
            7L,
            -3L,
            200L,
            60000L,
            -(1L << 31),
            1L << 40,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            BigInteger.TWO.pow(63),
            BigInteger.TWO.pow(70),
            BigInteger.TWO.pow(70).negate()),
        values.get("integers"));
    assertEquals(List.of(0.0, -1.5, 1e300, 1 / 0.0, -1 / 0.0, Double.NaN), values.get("floats"));
    assertEquals(
        List.of("", "plain", "a\nb\\u0041\\", "héllo τ 🤖", "x".repeat(300)), values.get("texts"));
    List<?> bytes = (List<?>) values.get("bytes");
    assertArrayEquals(new byte[0], (byte[]) bytes.get(0));
    assertArrayEquals(new byte[] {0, -1, '\n'}, (byte[]) bytes.get(1));
    assertArrayEquals(new byte[0], (byte[]) bytes.get(2));
    assertArrayEquals(new byte[] {'a', 'b'}, (byte[]) bytes.get(3));
    assertEquals(300, ((byte[]) bytes.get(4)).length);
    assertEquals(
        List.of(
            List.of(),
            List.of(1L),
            List.of(1L, 2L),
            List.of(1L, 2L, 3L),
            List.of(1L, 2L, 3L, List.of(4L))),
        values.get("tuples"));
    assertEquals(List.of(Set.of(), Set.of(5L), Set.of("a")), values.get("sets"));
    assertEquals(
        Map.of("a", 1L, 2L, "b", 2.5, "c", None.NONE, "d", false, "e", BigInteger.TWO.pow(70), "f"),
        values.get("keys"));
    assertEquals(List.of("z", "a"), List.copyOf(((Map<?, ?>) values.get("ordered")).keySet()));
    assertEquals(List.of(List.of(1L, 2L), List.of(1L, 2L)), values.get("shared"));
    assertEquals(
        new Instance(
            "rlbench.demo.Demo", Map.of("_observations", List.of(), "random_seed", None.NONE)),
        values.get("object"));
    assertEquals(new Instance("rlbench.demo.Demo", Map.of()), values.get("bare object"));
    assertEquals(
        List.of(2.5, 0.5, -5L, 200L, BigInteger.TWO.pow(64).subtract(BigInteger.ONE), true),
        values.get("scalars"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"numpy1.protocol0", "numpy1.protocol5", "numpy2.protocol4"})
  void arraysOfEachTypeAndOrderAreRead(String name) throws IOException {
    Map<?, ?> values = (Map<?, ?>) Pickle.read(name, resource(name + ".pkl"), ALLOWED);

    Map<?, ?> arrays = (Map<?, ?>) values.get("arrays");
    assertEquals(21, arrays.size());
    arrays.forEach(
        (code, array) -> {
          boolean truth = code.equals("|b1");
          assertEquals(List.of(2, 3), ((NumpyArray) array).shape());
          assertArrayEquals(
              truth ? new double[] {0, 1, 1, 1, 1, 1} : new double[] {0, 1, 2, 3, 4, 100},
              ((NumpyArray) array).doubles(),
              code.toString());
        });
    assertArrayEquals(new long[] {0, 1, 2, 3, 4, 100}, ((NumpyArray) arrays.get(">u4")).longs());
    assertThrows(IllegalStateException.class, () -> ((NumpyArray) arrays.get("<f4")).longs());
    NumpyArray largest = (NumpyArray) values.get("largest");
    assertArrayEquals(new double[] {0x1p64, 0x1p63}, largest.doubles());
    assertThrows(IllegalStateException.class, largest::longs);
    assertArrayEquals(
        new double[] {1.5, -0.0, 0x1p-24, 65504, 1 / 0.0, Double.NaN},
        ((NumpyArray) values.get("halves")).doubles());
    NumpyArray columns = (NumpyArray) values.get("columns first");
    assertTrue(columns.columnsFirst());
    double[] counted = new double[24];
    Arrays.setAll(counted, i -> i);
    assertArrayEquals(counted, columns.doubles());
    assertArrayEquals(
        new long[] {0, 2, 4, 6, 8}, ((NumpyArray) values.get("every second")).longs());
    List<?> shapes = (List<?>) values.get("shapes");
    assertArrayEquals(new double[] {2.5}, ((NumpyArray) shapes.get(0)).doubles());
    assertEquals(List.of(0, 3), ((NumpyArray) shapes.get(1)).shape());
    assertEquals(1, ((NumpyArray) shapes.get(2)).size());
  }

  @Test
  void whatIsReadCannotBeChanged() throws IOException {
    Map<?, ?> values = (Map<?, ?>) Pickle.read("a file", resource("numpy1.protocol4.pkl"), ALLOWED);
    assertThrows(UnsupportedOperationException.class, values::clear);
    for (String name : List.of("tuples", "sets", "shared")) {
      assertThrows(UnsupportedOperationException.class, ((List<?>) values.get(name))::clear);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'cos|system|(S|', os.system", // the next opcode is never reached
    "'cos|system|(Vtouch /tmp/x|tR.', os.system",
    "'cposix|system|.', posix.system",
    "'c__builtin__|eval|(V1|tR.', __builtin__.eval",
    "'cbuiltins|exec|.', builtins.exec",
    "'cbuiltins|getattr|.', builtins.getattr",
    "'(V1|ios|system|.', os.system", // INST
    "'(cos|system|V1|o.', os.system", // OBJ
    "'(dV1|]cos|system|)Ras.', os.system", // within a list in a dict
    "'cnumpy|load|.', numpy.load",
    "'cnumpy.core.multiarray|_reconstruct.__globals__|.',"
        + " numpy.core.multiarray._reconstruct.__globals__",
    "'crlbench.demo|Demo|)RcForeign|Class|)R}b.', Foreign.Class", // BUILD would be __setstate__
    "'crlbench.demo|Demo|(I1|t\u0081.', arguments of rlbench.demo.Demo",
    "'cnumpy|ndarray|)R.', a call of numpy.ndarray",
    "'cnumpy|dtype|(VO8|tR.', NumPy elements of type O8",
    "'cbuiltins|set|)R}b.', attributes of builtins.set",
    "'Vwhere|Q.', a persistent id",
    "'Pwhere|.', a persistent id"
  })
  void anythingButPlainDataIsRefusedByName(String pickle, String name) {
    byte[] bytes = pickle.replace('|', '\n').getBytes(StandardCharsets.ISO_8859_1);
    PickleException e =
        assertThrows(PickleException.class, () -> Pickle.read("evil.pkl", bytes, ALLOWED));
    assertTrue(
        e.getMessage()
            .matches(
                String.format(
                    Locale.ROOT,
                    "evil\\.pkl is refused: at byte \\d+ it asks for \\Q%s\\E, which is not plain data,.*",
                    name)),
        e.getMessage());
  }

  @Test
  void protocol4NamesAreRefusedToo() {
    byte[] bytes =
        join("\u0080\u0004", text("os"), text("system"), "\u0093", text("ls"), "\u0085R.");
    PickleException e =
        assertThrows(PickleException.class, () -> Pickle.read("evil.pkl", bytes, ALLOWED));
    assertEquals(
        "evil.pkl is refused: at byte 14 it asks for os.system, which is not plain data, and"
            + " nothing was run; if you trust who made it, load it in Python and save its numbers"
            + " as plain lists, dicts and NumPy arrays",
        e.getMessage());
  }

  @Test
  void aLongOrUnprintableNameIsShortened() {
    byte[] bytes = join("c\u0007", "x".repeat(5000), "\nname\n.");
    PickleException e =
        assertThrows(PickleException.class, () -> Pickle.read("evil.pkl", bytes, ALLOWED));
    assertTrue(e.getMessage().contains("asks for ?xxx") && e.getMessage().length() < 400);
  }

  @Test
  void aClassMayBeListedByTheCaller() throws IOException {
    byte[] bytes = join("cother.module\nThing\n)R}", text("size"), "K\u0005sb.");
    assertThrows(PickleException.class, () -> Pickle.read("a file", bytes, Allowed.plain()));
    assertEquals(
        new Instance("other.module.Thing", Map.of("size", 5L)),
        Pickle.read("a file", bytes, Allowed.plain().object("other.module.Thing")));
  }

  @Test // an EasyDict has its entries as attributes too
  void aClassOfDictsMayBeListedByTheCaller() throws IOException {
    byte[] bytes =
        join("ceasydict\nEasyDict\n)\u0081(", text("a"), "K\u0001u}", text("a"), "K\u0001sb.");
    assertThrows(PickleException.class, () -> Pickle.read("a file", bytes, Allowed.plain()));
    Allowed allowed = Allowed.plain().dict("easydict.EasyDict");
    assertEquals(Map.of("a", 1L), Pickle.read("a file", bytes, allowed));
    assertThrows(
        PickleException.class,
        () -> Pickle.read("a file", join("ceasydict\nEasyDict\n(K\u0001tR."), allowed));
  }

  @Test
  void theCallerKnowsWhatToDoAboutWhatIsRefused() {
    Allowed advising = Allowed.plain().advising("ask a friend").object("a.Class");
    PickleException e =
        assertThrows(PickleException.class, () -> Pickle.read("a", join(SYSTEM, "."), advising));
    assertTrue(e.getMessage().endsWith("if you trust who made it, ask a friend"), e.getMessage());
    e =
        assertThrows(
            PickleException.class, () -> Pickle.read("a", join("cnumpy\nndarray\n)R."), advising));
    assertTrue(e.getMessage().endsWith("if you trust who made it, ask a friend"), e.getMessage());
  }

  @Test // as in a PyTorch checkpoint
  void functionsAndPersistentIdsAreTheCallersOwn() throws IOException {
    Allowed allowed =
        Allowed.plain()
            .name("torch.FloatStorage")
            .function("torch._utils._rebuild_tensor_v2", arguments -> "tensor of " + arguments)
            .persistentIds(id -> "storage " + ((List<?>) id).get(2));
    byte[] bytes =
        join(
            "\u0080\u0002ccollections\nOrderedDict\n)R(",
            text("weight"),
            "ctorch._utils\n_rebuild_tensor_v2\n((",
            text("storage"),
            "ctorch\nFloatStorage\n",
            text("0"),
            "tQK\u0000K\u0003\u0085K\u0001\u0085tRu}",
            text("_metadata"),
            "}sb.");
    assertEquals(
        Map.of("weight", "tensor of [storage 0, 0, [3], [1]]"),
        Pickle.read("data.pkl", bytes, allowed));
    assertEquals(
        new Name("torch.FloatStorage"),
        Pickle.read("data.pkl", join("ctorch\nFloatStorage\n."), allowed));
    PickleException e =
        assertThrows(
            PickleException.class,
            () -> Pickle.read("data.pkl", join("ctorch\nFloatStorage\n)R."), allowed));
    assertTrue(e.getMessage().contains("a call of torch.FloatStorage"), e.getMessage());
  }

  @Test
  void aCallersFunctionThatFailsIsDamageToTheFile() {
    Allowed allowed =
        Allowed.plain()
            .function(
                "a.f",
                arguments -> {
                  throw new IllegalStateException("no");
                });
    assertThrows(PickleException.class, () -> Pickle.read("a", join("ca\nf\n)R."), allowed));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, 'it lacks 1 of 1 bytes'",
    "']', 1, 'it lacks 1 of 1 bytes'",
    "'PK34', 0, 'a line has no end'",
    "'a.', 0, 'a value is used that is not there'",
    "'t.', 0, 'no mark is set'",
    "'(a.', 1, 'a value is used that is not there'",
    "'K', 0, 'it lacks 1 of 1 bytes'",
    "'h\u0005.', 0, 'value 5 is used before it is there'",
    "'X\u00ff\u00ff\u00ff\u007f.', 0, 'a length or index is 2147483647'",
    "'\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.', 0, 'a length or index is"
        + " 18446744073709551615'",
    "'\u008e\u0000\u0000\u0000\u0000\u0000\u0001\u0000\u0000.', 0, 'a length or index is"
        + " 1099511627776'",
    "'B\u0008\u0000\u0000\u0000abc.', 0, 'it lacks 4 of 8 bytes'",
    "'\u008b\u00ff\u00ff\u00ff\u00ff.', 0, 'a length or index is 4294967295'",
    "'\u0095\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001.', 0, 'a length or index is"
        + " 72057594037927936'",
    "'C\u0002\u00ff\u00fe0X\u0001\u0000\u0000\u0000\u00ff.', 5, 'a text is not UTF-8'",
    "'\u0080\u0009.', 0, 'its protocol is 9, not 0 to 5'",
    "'\u00ff.', 0, 'there is no opcode 0xff that is read here'",
    "'}]]s.', 3, 'a key is neither a short text nor a number, or one of many types'",
    "'}(K\u0001u.', 4, 'a key has no value'",
    "']}b.', 2, 'state is given to what takes none'",
    "'K\u0001K\u0002a.', 4, 'something is added to what is not a list'",
    "'K\u0001)R.', 3, 'something is called that is no function'",
    "'I1x~.', 0, 'a number is no number'",
    "'Fone~.', 0, 'a number is no number'",
    "'V\\Uffffffff~.', 0, 'a text has a character beyond Unicode'",
    "'cnumpy~dtype~)R.', 14, 'a call has arguments that do not fit'"
  })
  void damageIsNamedWithItsPlace(String pickle, int offset, String what) {
    byte[] bytes = pickle.replace('~', '\n').getBytes(StandardCharsets.ISO_8859_1);
    PickleException e =
        assertThrows(PickleException.class, () -> Pickle.read("bad.pkl", bytes, ALLOWED));
    assertTrue(
        e.getMessage().startsWith("bad.pkl is ")
            && e.getMessage().contains("at byte " + offset + " ")
            && e.getMessage().contains(" " + what + "; "),
        e.getMessage());
  }

  @Test
  void anArrayMustHaveTheBytesOfItsShape() {
    String array =
        "cnumpy.core.numeric\n_frombuffer\n(C\u0008%scnumpy\ndtype\nVf8\n\u0085R%sVC\ntR.";
    String eight = "12345678";
    assertRead(String.format(Locale.ROOT, array, eight, "K\u0001\u0085"));
    for (String shape :
        List.of(
            "K\u0002\u0085",
            "K\u0000\u0085",
            "J\u00ff\u00ff\u00ff\u00ff\u0085",
            "(J\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00fft",
            "(" + "J\u00ff\u00ff\u00ff\u007f".repeat(40) + "t",
            "\u008a\u0008" + eight + "\u0085",
            "Vx\n")) {
      assertThrows(
          PickleException.class,
          () -> Pickle.read("a", join(String.format(Locale.ROOT, array, eight, shape)), ALLOWED),
          shape);
    }
  }

  @Test
  void noPickleMakesMoreThanInProportionToItsLength() {
    Map<String, byte[]> bombs =
        Map.of(
            "a list in itself", join("]2a."),
            "a list in its own tuple", join("]q\u0000(h\u0000ta."),
            "lists in lists", join("]".repeat(100_000), "a".repeat(99_999), "."),
            "lists of the same list twice", join("]", "q\u0000]h\u0000ah\u0000a".repeat(60), "."),
            "an object that is its own attribute",
                join("crlbench.demo\nDemo\n)Rq\u0000}", text("a"), "h\u0000sb."),
            "a text made bytes again and again",
                join(
                    "c_codecs\nencode\nq\u0000X\u0040\u0042\u000f\u0000",
                    "x".repeat(1_000_000),
                    "q\u0001(",
                    "h\u0000h\u0001Vlatin1\n\u0086R".repeat(20_000),
                    "t."),
            "a list made a set again and again",
                join(
                    "cbuiltins\nset\nq\u0000(",
                    "K\u0001".repeat(100_000),
                    "lq\u0001(",
                    "h\u0000h\u0001\u0085R".repeat(100_000),
                    "t."),
            "marks without end", join("(".repeat(4_100_000)));
    bombs.forEach(
        (name, bytes) -> {
          Exception e = assertThrows(PickleException.class, () -> read(bytes), name);
          assertTrue(
              e.getMessage()
                  .matches(".*(contains itself|without end|more than it holds|still building).*"),
              name + ": " + e.getMessage());
        });
  }

  @Test
  void aNumberHasAtMostTheDigitsThatPythonAllows() throws IOException {
    assertEquals(
        BigInteger.TEN.pow(4299), read(join("I1", "0".repeat(4299), "\n."))); // 4300 digits
    assertThrows(PickleException.class, () -> read(join("I1", "0".repeat(4300), "\n.")));
    assertThrows(PickleException.class, () -> read(join("F", "1".repeat(1_000_000), "\n.")));
  }

  @Test // Java cannot order them, so that many of one hash would take minutes
  void manyKeysMustBeOfOneType() throws IOException {
    StringBuilder few = new StringBuilder();
    for (char i = 0; i < 50; i++) {
      few.append('K').append(i).append('N').append(text("key " + i)).append('N');
    }
    assertEquals(100, ((Map<?, ?>) read(join("}(", few.toString(), "u."))).size());
    assertThrows(PickleException.class, () -> read(join("}(", few + text("one more") + "Nu.")));
  }

  @Test // arrays share their bytes, so this is no bomb
  void manyArraysOfTheSameBytesAreRead() {
    byte[] bytes =
        join(
            "cnumpy\n"
                + "dtype\n"
                + "Vu1\n"
                + "\u0085Rq\u0001cnumpy.core.numeric\n"
                + "_frombuffer\n"
                + "q\u0000B\u00a0\u0086\u0001\u0000",
            "x".repeat(100_000),
            "q\u0002(",
            "h\u0000(h\u0002h\u0001J\u00a0\u0086\u0001\u0000\u0085VC\ntR".repeat(10),
            "t.");
    assertRead(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  @Test
  void aDamagedPickleIsRefusedOrReadButNeverHarms() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (int protocol = 0; protocol <= 5; protocol++) {
      seeds.add(resource("numpy1.protocol" + protocol + ".pkl"));
    }
    seeds.add(resource("numpy2.protocol5.pkl"));
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 14_000; i++) {
      refused += survives(mutated(seeds.get(i % seeds.size()), random));
    }
    assertTrue(refused > 7_000, refused + " refused");
  }

  @Test
  void randomProgramsAreRefusedOrReadButNeverHarm() {
    List<String> words =
        List.of(
            "(",
            "]",
            ")",
            "}",
            "\u008f",
            "N",
            "K\u0001",
            "I01\n",
            "C\u0003abc",
            "G12345678",
            "a",
            "e",
            "s",
            "u",
            "l",
            "t",
            "d",
            "\u0090",
            "\u0091",
            "\u0085",
            "\u0086",
            "\u0087",
            "0",
            "1",
            "2",
            "q\u0000",
            "q\u0001",
            "h\u0000",
            "h\u0001",
            "\u0094",
            "R",
            "\u0081",
            "\u0092",
            "b",
            "o",
            "Vlatin1\n",
            "Vf8\n",
            "cnumpy\ndtype\n",
            "cnumpy\nndarray\n",
            "crlbench.demo\nDemo\n",
            "ccollections\nOrderedDict\n",
            "cbuiltins\nset\n",
            "c_codecs\nencode\n",
            "cnumpy.core.multiarray\n_reconstruct\n",
            "cnumpy.core.multiarray\nscalar\n",
            "ccopyreg\n_reconstructor\n",
            "cnumpy.core.numeric\n_frombuffer\n");
    Random random = new Random(2);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder program = new StringBuilder();
      for (int length = 1 + random.nextInt(30); length > 0; length--) {
        program.append(words.get(random.nextInt(words.size())));
      }
      read += 1 - survives(join(program.append('.').toString()));
    }
    assertTrue(read > 500, read + " read");
  }

  @Test
  void aFileIsNamed() throws IOException {
    Path file = folder.resolve("demo.pkl");
    Files.write(file, join("]"));
    Exception e = assertThrows(PickleException.class, () -> Pickle.read(file, ALLOWED));
    assertEquals(
        file
            + " is not a whole pickle: at byte 1 it lacks 1 of 1 bytes;"
            + " copy or download it again",
        e.getMessage());
    Files.write(file, join("]K\u0003a."));
    assertEquals(List.of(3L), Pickle.read(file, ALLOWED));
  }

  /** 1 if refused; any other failure, or memory beyond proportion, fails the test. */
  private static int survives(byte[] bytes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    int refused = 0;
    try {
      Object value = read(bytes);
      assertTrue(value.toString().length() >= 0 && value.hashCode() == value.hashCode());
    } catch (PickleException e) {
      refused = 1;
    }
    long used = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(used < 1_000_000 + 200L * bytes.length, used + " bytes of memory");
    return refused;
  }

  private static byte[] mutated(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> { // a piece moves elsewhere
        int length = 1 + random.nextInt(40);
        int from = random.nextInt(bytes.length - length);
        System.arraycopy(whole, from, bytes, random.nextInt(bytes.length - length), length);
      }
      default -> {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          bytes[random.nextInt(bytes.length)] =
              (byte) (random.nextBoolean() ? random.nextInt() : -random.nextInt(2));
        }
      }
    }
    return bytes;
  }

  private static Object read(byte[] bytes) throws PickleException {
    return Pickle.read("fuzz", bytes, ALLOWED);
  }

  private static void assertRead(String pickle) {
    try {
      assertInstanceOf(Object.class, read(join(pickle)));
    } catch (PickleException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] join(String... parts) {
    return String.join("", parts).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The opcode of a short text. */
  private static String text(String text) {
    return "\u008c" + (char) text.length() + text;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = PickleTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
