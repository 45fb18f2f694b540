package mirrorlab.pickle;

import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mirrorlab.pickle.Pickle.Allowed;
import mirrorlab.pickle.Pickle.Name;
import mirrorlab.pickle.Pickle.None;
import mirrorlab.pickle.PickleValues.Call;

/**
 * The stack machine that executes a pickle's opcodes.
 *
 * <p>It works in two passes. The first follows the opcodes and builds lists, dicts and, for each
 * call, a record of it. The second makes these immutable from the leaves up; only then are the
 * allowed makers called. Each opcode costs bounded time and memory beside the bytes that it reads,
 * and the number of opcodes is bounded, so that time is limited and memory is proportional to the
 * pickle's length.
 */
final class PickleReader {
  private static final int MOST_STEPS = 4_000_000; // an RLBench demonstration has some 60 000

  private final PickleBytes in;
  private final Allowed allowed;
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  PickleReader(String source, byte[] bytes, Allowed allowed) {
    this.in = new PickleBytes(source, bytes);
    this.allowed = allowed;
  }

  Object read() throws PickleException {
    for (int step = 0; step < MOST_STEPS; step++) {
      int opcode = in.opcode();
      if (opcode == '.') {
        return new PickleValues(in, allowed.advice()).freeze(pop());
      }
      follow(opcode);
    }
    throw PickleException.excessive(in.source(), in.offset(), "it is still building its value");
  }

  /** Executes one opcode; the comments give the names in Python's pickletools. */
  private void follow(int opcode) throws PickleException {
    switch (opcode) {
      case 0x80 -> in.protocol(); // PROTO
      case 0x95 -> in.length8(); // FRAME
      case '(' -> marks.push(stack.size()); // MARK
      case '0' -> pop(); // POP
      case '1' -> sinceMark(); // POP_MARK
      case '2' -> push(top()); // DUP

      case 'N' -> push(None.NONE); // NONE
      case 0x88 -> push(true); // NEWTRUE
      case 0x89 -> push(false); // NEWFALSE
      case 'I' -> push(in.integerOrTruth(in.line())); // INT
      case 'L' -> push(in.integer(in.line().replaceFirst("L$", ""))); // LONG
      case 'J' -> push((long) in.bytes(4).getInt()); // BININT
      case 'K' -> push((long) in.unsigned(1)); // BININT1
      case 'M' -> push((long) in.unsigned(2)); // BININT2
      case 0x8a -> push(in.integer(in.bytes(in.unsigned(1)))); // LONG1
      case 0x8b -> push(in.integer(in.bytes(in.length4()))); // LONG4
      case 'F' -> push(in.real(in.line())); // FLOAT
      case 'G' -> push(in.bytes(8).order(ByteOrder.BIG_ENDIAN).getDouble()); // BINFLOAT

      case 'V' -> push(in.unescape(in.line())); // UNICODE
      case 0x8c -> push(in.text(in.bytes(in.unsigned(1)))); // SHORT_BINUNICODE
      case 'X' -> push(in.text(in.bytes(in.length4()))); // BINUNICODE
      case 0x8d -> push(in.text(in.bytes(in.length8()))); // BINUNICODE8
      case 'C' -> push(PickleBytes.array(in.bytes(in.unsigned(1)))); // SHORT_BINBYTES
      case 'B' -> push(PickleBytes.array(in.bytes(in.length4()))); // BINBYTES
      case 0x8e, 0x96 -> push(PickleBytes.array(in.bytes(in.length8()))); // BINBYTES8, BYTEARRAY8

      case ']', ')' -> push(new ArrayList<>()); // EMPTY_LIST, EMPTY_TUPLE
      case 'l', 't' -> push(sinceMark()); // LIST, TUPLE
      case 0x85, 0x86, 0x87 -> push(last(opcode - 0x84)); // TUPLE1, TUPLE2, TUPLE3
      case 'a' -> append(last(1)); // APPEND
      case 'e' -> append(sinceMark()); // APPENDS
      case '}' -> push(new LinkedHashMap<>()); // EMPTY_DICT
      case 'd' -> dict(sinceMark()); // DICT
      case 's' -> setItems(last(2)); // SETITEM
      case 'u' -> setItems(sinceMark()); // SETITEMS
      case 0x8f -> push(new LinkedHashSet<>()); // EMPTY_SET
      case 0x90 -> addItems(sinceMark()); // ADDITEMS
      case 0x91 -> frozenSet(sinceMark()); // FROZENSET

      case 'p' -> memo.put(in.index(in.line()), top()); // PUT
      case 'q' -> memo.put(in.unsigned(1), top()); // BINPUT
      case 'r' -> memo.put(in.length4(), top()); // LONG_BINPUT
      case 0x94 -> memo.put(memo.size(), top()); // MEMOIZE
      case 'g' -> push(remembered(in.index(in.line()))); // GET
      case 'h' -> push(remembered(in.unsigned(1))); // BINGET
      case 'j' -> push(remembered(in.length4())); // LONG_BINGET

      case 'c' -> push(name(in.line(), in.line())); // GLOBAL
      case 0x93 -> stackGlobal(last(2)); // STACK_GLOBAL
      case 'R', 0x81 -> call(last(2)); // REDUCE, NEWOBJ
      case 0x92 -> callWithKeywords(last(3)); // NEWOBJ_EX
      case 'i' -> push(call(name(in.line(), in.line()), sinceMark())); // INST
      case 'o' -> callFirst(sinceMark()); // OBJ
      case 'b' -> build(pop()); // BUILD
      case 'P' -> push(persistent(in.line())); // PERSID
      case 'Q' -> push(persistent(pop())); // BINPERSID
      default ->
          throw in.damaged(
              String.format(Locale.ROOT, "there is no opcode 0x%02x that is read here", opcode));
    }
  }

  // The stack

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() throws PickleException {
    need(1);
    return stack.get(stack.size() - 1);
  }

  private Object pop() throws PickleException {
    return last(1).get(0);
  }

  /** Pops the last {@code count} values from the stack. */
  private List<Object> last(int count) throws PickleException {
    need(count);
    List<Object> end = stack.subList(stack.size() - count, stack.size());
    List<Object> values = new ArrayList<>(end);
    end.clear();
    return values;
  }

  private List<Object> sinceMark() throws PickleException {
    if (marks.isEmpty()) {
      throw in.damaged("no mark is set");
    }
    return last(stack.size() - marks.pop());
  }

  /**
   * Checks that an opcode does not reach below the last mark, so that marks stay within the stack.
   */
  private void need(int count) throws PickleException {
    if (stack.size() - (marks.isEmpty() ? 0 : marks.peek()) < count) {
      throw in.damaged("a value is used that is not there");
    }
  }

  private Object remembered(int index) throws PickleException {
    Object value = memo.get(index);
    if (value == null) {
      throw in.damaged("value " + index + " is used before it is there");
    }
    return value;
  }

  // Lists, dicts and sets

  private void append(List<Object> items) throws PickleException {
    Collection<Object> list = top(ArrayList.class, "a list");
    list.addAll(items);
  }

  private void dict(List<Object> items) throws PickleException {
    push(new LinkedHashMap<>());
    setItems(items);
  }

  private void setItems(List<Object> items) throws PickleException {
    Map<Object, Object> map = top(LinkedHashMap.class, "a dict");
    if (items.size() % 2 != 0) {
      throw in.damaged("a key has no value");
    }
    for (int i = 0; i < items.size(); i += 2) {
      map.put(key(items.get(i), map.keySet()), items.get(i + 1));
    }
  }

  private void frozenSet(List<Object> items) throws PickleException {
    push(new LinkedHashSet<>());
    addItems(items);
  }

  private void addItems(List<Object> items) throws PickleException {
    Collection<Object> set = top(LinkedHashSet.class, "a set");
    for (Object item : items) {
      set.add(key(item, set));
    }
  }

  @SuppressWarnings("unchecked") // of type T<Object>
  private <T> T top(Class<?> type, String what) throws PickleException {
    Object top = top();
    if (top.getClass() != type) {
      throw in.damaged("something is added to what is not " + what);
    }
    return (T) top;
  }

  private Object key(Object key, Collection<Object> others) throws PickleException {
    if (!PickleValues.isKey(key, others)) {
      throw in.damaged("a key is neither a short text nor a number, or one of many types");
    }
    return key;
  }

  // Names and calls

  private Name name(String module, String name) throws PickleException {
    String full = module + "." + name;
    if (!allowed.contains(full)) {
      throw refused(full);
    }
    return new Name(full);
  }

  private PickleException refused(String name) {
    return PickleException.refused(in.source(), in.offset(), name, allowed.advice());
  }

  private void stackGlobal(List<Object> parts) throws PickleException {
    if (!(parts.get(0) instanceof String module && parts.get(1) instanceof String name)) {
      throw in.damaged("a name is no text");
    }
    push(name(module, name));
  }

  private void call(List<Object> parts) throws PickleException {
    push(call(parts.get(0), parts.get(1)));
  }

  private void callFirst(List<Object> parts) throws PickleException {
    if (parts.isEmpty()) {
      throw in.damaged("nothing is named that could be called");
    }
    push(call(parts.get(0), new ArrayList<>(parts.subList(1, parts.size()))));
  }

  private void callWithKeywords(List<Object> parts) throws PickleException {
    if (!(parts.get(2) instanceof Map<?, ?> keywords && keywords.isEmpty())) {
      throw in.damaged("an object is made from keyword arguments");
    }
    push(call(parts.get(0), parts.get(1)));
  }

  @SuppressWarnings("unchecked") // the reader creates only such lists
  private Object call(Object called, Object arguments) throws PickleException {
    if (!(called instanceof Name name && arguments instanceof ArrayList<?> list)) {
      throw in.damaged("something is called that is no function");
    }
    if (allowed.isDict(name.name()) && list.isEmpty()) {
      return new LinkedHashMap<>(); // now, since its items are set later
    }
    return new Call(allowed.maker(name.name()), (List<Object>) list, in.offset());
  }

  private Object persistent(Object id) throws PickleException {
    if (!allowed.contains(Allowed.PERSISTENT_ID)) {
      throw refused(Allowed.PERSISTENT_ID);
    }
    return new Call(
        allowed.maker(Allowed.PERSISTENT_ID), new ArrayList<>(List.of(id)), in.offset());
  }

  private void build(Object state) throws PickleException {
    Object top = top();
    boolean done = top instanceof Call call ? call.build(state) : top instanceof LinkedHashMap;
    if (!done) {
      throw in.damaged("state is given to what takes none");
    }
  }
}
