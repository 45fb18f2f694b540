package mirrorlab.pickle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads Python pickles of protocols 0 to 5 without running any code.
 *
 * <pre>
 *   None                      → {@link None#NONE}
 *   bool, float, str          → Boolean, Double, String
 *   int                       → Long, or BigInteger beyond 64 bits
 *   bytes, bytearray          → byte[], must not be modified
 *   list, tuple               → List
 *   set, frozenset            → Set
 *   dict, OrderedDict         → Map, in order; attributes of an OrderedDict or of
 *                               another allowed dict are dropped
 *   NumPy array               → {@link NumpyArray}
 *   NumPy scalar              → Boolean, Long, BigInteger or Double
 *   object of a class allowed → {@link Instance}
 * </pre>
 *
 * A pickle is a program that may call any function of Python. Here it may name only the entries of
 * an {@link Allowed}; anything else is rejected by name. All results are immutable, hold no null
 * and do not contain themselves. Keys and members of sets are strings, numbers, booleans or None.
 *
 * <pre>{@code
 * Allowed allowed = Allowed.plain().object("rlbench.demo.Demo");
 * Object demo = Pickle.read(Path.of("low_dim_obs.pkl"), allowed);
 * }</pre>
 */
public final class Pickle {
  private static final long LARGEST_FILE = 1 << 28; // 256 MiB

  private Pickle() {}

  /** Python's None. */
  public enum None {
    NONE
  }

  /** An allowed class or function that is referenced but not called, such as PyTorch's storages. */
  public record Name(String name) {}

  /**
   * A plain data object.
   *
   * @param type its class with its module, such as {@code rlbench.demo.Demo}
   * @param attributes by name
   */
  public record Instance(String type, Map<Object, Object> attributes) {}

  /**
   * The value in a file.
   *
   * @throws PickleException if the file is damaged, or names anything that is not allowed
   * @throws IOException if the file is missing or cannot be read
   */
  public static Object read(Path file, Allowed allowed) throws IOException {
    long length = Files.size(file);
    if (length > LARGEST_FILE) {
      throw PickleException.excessive(
          file.toString(), LARGEST_FILE, "it goes on, to " + length + " bytes");
    }
    return read(file.toString(), Files.readAllBytes(file), allowed);
  }

  /**
   * The value in bytes.
   *
   * @param source the name of the bytes in messages, such as a file name
   * @throws PickleException if they are damaged, or name anything that is not allowed
   */
  public static Object read(String source, byte[] bytes, Allowed allowed) throws PickleException {
    return new PickleReader(source, bytes, allowed).read();
  }

  /** Makes a value from a call's arguments and, if there is one, the object's state. */
  @FunctionalInterface
  interface Maker {
    /**
     * The value.
     *
     * @param state {@link None#NONE} if the pickle gives none
     * @throws IllegalArgumentException with the reason why the arguments or the state are invalid
     * @throws UnsupportedOperationException naming the value that is not plain data
     */
    Object make(List<Object> arguments, Object state);
  }

  /** The classes and functions that a pickle may name; immutable. */
  public static final class Allowed {
    /** An entry among the names that no dotted module name can equal. */
    static final String PERSISTENT_ID = "a persistent id";

    private static final Maker DICT =
        (arguments, state) -> {
          throw new UnsupportedOperationException("arguments of a dict");
        };
    private static final Allowed PLAIN =
        new Allowed(
                NumpyArray.makers(),
                "load it in Python and save its numbers as plain lists, dicts and NumPy arrays")
            .withPlainValues();

    private final Map<String, Maker> makers;
    private final String advice;

    private Allowed(Map<String, Maker> makers, String advice) {
      this.makers = Map.copyOf(makers);
      this.advice = advice;
    }

    /** Plain values and NumPy arrays. */
    public static Allowed plain() {
      return PLAIN;
    }

    /** Also objects of these classes, as {@link Instance}s. */
    public Allowed object(String... classes) {
      Allowed allowed = this;
      for (String type : classes) {
        allowed = allowed.with(type, (arguments, state) -> instance(type, arguments, state));
      }
      return allowed;
    }

    /** Also dicts of these classes, as Maps. */
    public Allowed dict(String... classes) {
      Allowed allowed = this;
      for (String type : classes) {
        allowed = allowed.with(type, DICT);
      }
      return allowed;
    }

    /** Also these names, as {@link Name}s; they cannot be called. */
    public Allowed name(String... names) {
      Allowed allowed = this;
      for (String name : names) {
        allowed =
            allowed.with(
                name,
                (arguments, state) -> {
                  throw new UnsupportedOperationException("a call of " + name);
                });
      }
      return allowed;
    }

    /**
     * Also calls of a function.
     *
     * @param does called with the immutable arguments in place of Python's function; its exceptions
     *     are reported as damage to the pickle
     */
    public Allowed function(String name, Function<List<Object>, Object> does) {
      return with(
          name,
          (arguments, state) -> {
            if (state != None.NONE) {
              throw new UnsupportedOperationException("attributes of " + name);
            }
            return does.apply(arguments);
          });
    }

    /**
     * Also persistent ids, which stand for objects outside the pickle, such as PyTorch's arrays.
     */
    public Allowed persistentIds(Function<Object, Object> resolve) {
      return with(PERSISTENT_ID, (arguments, state) -> resolve.apply(arguments.get(0)));
    }

    /** The same, with other advice at the end of the message of a rejection. */
    public Allowed advising(String other) {
      return new Allowed(makers, other);
    }

    String advice() {
      return advice;
    }

    Maker maker(String name) {
      return makers.get(name);
    }

    boolean isDict(String name) {
      return maker(name) == DICT;
    }

    boolean contains(String name) {
      return maker(name) != null;
    }

    private Allowed with(String name, Maker maker) {
      Map<String, Maker> more = new HashMap<>(makers);
      more.put(name, maker);
      return new Allowed(more, advice);
    }

    private Allowed withPlainValues() {
      return name("builtins.object")
          .dict("collections.OrderedDict")
          .with("copyreg._reconstructor", Allowed::reconstruct)
          .function("builtins.set", arguments -> set(arguments))
          .function("builtins.frozenset", arguments -> set(arguments))
          .function("builtins.bytes", arguments -> bytes(arguments))
          .function("builtins.bytearray", arguments -> bytes(arguments))
          .function("_codecs.encode", Allowed::encode)
          .alias("builtins.", "__builtin__.") // protocols 0 to 2 write the names of Python 2
          .alias("copyreg.", "copy_reg.")
          .alias("numpy.core.", "numpy._core."); // NumPy 2
    }

    private Allowed alias(String prefix, String also) {
      Map<String, Maker> more = new HashMap<>(makers);
      makers.forEach(
          (name, maker) -> {
            if (name.startsWith(prefix)) {
              more.put(also + name.substring(prefix.length()), maker);
            }
          });
      return new Allowed(more, advice);
    }

    private static Object instance(String type, List<Object> arguments, Object state) {
      if (!arguments.isEmpty()) {
        throw new UnsupportedOperationException("arguments of " + type);
      }
      return new Instance(type, state == None.NONE ? Map.of() : map(state));
    }

    /**
     * {@code copyreg._reconstructor(class, object, None)}: the way protocols 0 and 1 create
     * objects.
     */
    private static Object reconstruct(List<Object> arguments, Object state) {
      return instance(((Name) arguments.get(0)).name, List.of(), state);
    }

    @SuppressWarnings("unchecked") // the reader creates only such maps
    private static Map<Object, Object> map(Object state) {
      return (Map<Object, Object>) state;
    }

    private static Set<Object> set(List<Object> arguments) {
      Set<Object> set = new LinkedHashSet<>();
      for (Object member : arguments.isEmpty() ? List.of() : (List<?>) arguments.get(0)) {
        if (!PickleValues.isKey(member, set)) {
          throw new IllegalArgumentException("a set has members that are no texts or numbers");
        }
        set.add(member);
      }
      return Collections.unmodifiableSet(set);
    }

    private static byte[] bytes(List<Object> arguments) {
      return arguments.isEmpty() ? new byte[0] : (byte[]) arguments.get(0);
    }

    /** Decodes bytes of protocols 0 to 2, which write each byte as a character below 256. */
    private static byte[] encode(List<Object> arguments) {
      String text = (String) arguments.get(0);
      if (!arguments.get(1).equals("latin1") || text.chars().anyMatch(c -> c > 255)) {
        throw new IllegalArgumentException("bytes are not written as Latin 1");
      }
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
  }
}
