package mirrorlab.pickle;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import mirrorlab.pickle.Pickle.Maker;
import mirrorlab.pickle.Pickle.None;

/**
 * Makes the output of a {@link PickleReader} immutable, from the leaves up, and replaces each call
 * by its value.
 */
final class PickleValues {
  private static final int MOST_VALUES = 4_000_000;
  private static final int DEEPEST = 200; // an RLBench demonstration is 6 deep
  private static final int MOST_BYTES_MADE = 16; // by calls, for each byte of the file
  private static final int LONGEST_KEY = 1000; // characters
  private static final int MOST_MIXED_KEYS = 100;

  private final PickleBytes in;
  private final String advice;
  private final Map<Object, Frozen> frozen = new IdentityHashMap<>();
  private long values; // counted once per occurrence
  private long budget;

  PickleValues(PickleBytes in, String advice) {
    this.in = in;
    this.advice = advice;
    this.budget = (long) MOST_BYTES_MADE * in.length();
  }

  /** A call that a pickle requests. */
  static final class Call {
    private final Maker maker;
    private final List<Object> arguments;
    private final int offset;
    private Object state = None.NONE;

    Call(Maker maker, List<Object> arguments, int offset) {
      this.maker = maker;
      this.arguments = arguments;
      this.offset = offset;
    }

    /** Sets the state of the result; false if it is set already. */
    boolean build(Object given) {
      boolean first = state == None.NONE;
      state = first ? given : state;
      return first;
    }
  }

  /** The immutable form of a list, dict or call, and the number of values in it. */
  private record Frozen(Object value, long values) {
    static final Frozen BEGUN = new Frozen(None.NONE, 0);
  }

  /**
   * Whether a value may join the keys of a dict or the members of a set: a short string, a number,
   * a boolean or None. Large collections must have keys of one type: Java cannot order mixed types,
   * and crafted keys with equal hashes would take minutes.
   */
  static boolean isKey(Object value, Collection<Object> others) {
    boolean plain =
        value instanceof String text
            ? text.length() <= LONGEST_KEY
            : value instanceof Number || value instanceof Boolean || value == None.NONE;
    return plain
        && (others.size() < MOST_MIXED_KEYS
            || others.iterator().next().getClass() == value.getClass());
  }

  /** The same value, immutable, with each call replaced by its result. */
  Object freeze(Object value) throws PickleException {
    return freeze(value, 0);
  }

  private Object freeze(Object value, int depth) throws PickleException {
    if (++values > MOST_VALUES) {
      throw PickleException.excessive(in.source(), in.offset(), "its value unfolds without end");
    }
    if (!(value instanceof Collection || value instanceof Map || value instanceof Call)) {
      return value;
    }
    Frozen known = frozen.get(value);
    if (known == Frozen.BEGUN || depth > DEEPEST) {
      throw PickleException.excessive(
          in.source(), in.offset(), "a value contains itself or nests too deeply");
    }
    if (known != null) {
      values += known.values;
      return known.value;
    }
    frozen.put(value, Frozen.BEGUN);
    long before = values;
    Object done = freezeParts(value, depth + 1);
    frozen.put(value, new Frozen(done, values - before));
    return done;
  }

  @SuppressWarnings("unchecked") // the reader creates only such lists and maps
  private Object freezeParts(Object value, int depth) throws PickleException {
    if (value instanceof Call call) {
      return make(call, depth);
    }
    if (value instanceof LinkedHashMap) {
      Map<Object, Object> map = (Map<Object, Object>) value;
      for (Map.Entry<Object, Object> entry : map.entrySet()) {
        entry.setValue(freeze(entry.getValue(), depth));
      }
      return Collections.unmodifiableMap(map);
    }
    if (value instanceof LinkedHashSet) {
      return Collections.unmodifiableSet((LinkedHashSet<Object>) value);
    }
    List<Object> list = (List<Object>) value;
    for (int i = 0; i < list.size(); i++) {
      list.set(i, freeze(list.get(i), depth));
    }
    return Collections.unmodifiableList(list);
  }

  @SuppressWarnings("unchecked") // a frozen list is a list
  private Object make(Call call, int depth) throws PickleException {
    List<Object> arguments = (List<Object>) freeze(call.arguments, depth);
    Object state = freeze(call.state, depth);
    // Many calls may share one long argument.
    budget -= length(arguments) + (state instanceof List<?> list ? length(list) : 0);
    if (budget < 0) {
      throw PickleException.excessive(
          in.source(), call.offset, "its calls make more than it holds");
    }
    try {
      return call.maker.make(arguments, state);
    } catch (UnsupportedOperationException e) {
      throw PickleException.refused(
          in.source(), call.offset, String.valueOf(e.getMessage()), advice);
    } catch (IllegalArgumentException e) {
      throw PickleException.damaged(in.source(), call.offset, e.getMessage()).because(e);
    } catch (RuntimeException e) { // a cast or an index: makers do not validate their arguments
      throw PickleException.damaged(
              in.source(), call.offset, "a call has arguments that do not fit")
          .because(e);
    }
  }

  private static long length(List<?> values) {
    long length = 0;
    for (Object value : values) {
      length +=
          value instanceof String text
              ? text.length()
              : value instanceof byte[] bytes
                  ? bytes.length
                  : value instanceof Collection<?> some ? some.size() : 1;
    }
    return length;
  }
}
