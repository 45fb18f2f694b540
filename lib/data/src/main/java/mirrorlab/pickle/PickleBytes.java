package mirrorlab.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads opcodes, numbers and strings from the bytes of a pickle.
 *
 * <p>Every length is checked against the remaining bytes before it is used.
 */
final class PickleBytes {
  private static final int NEWEST_PROTOCOL = 5;
  private static final int LONGEST_NUMBER = 4300; // digits; Python's own limit
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})|\\\\U([0-9a-f]{8})");

  private final String source;
  private final ByteBuffer in;
  private int offset; // of the current opcode

  PickleBytes(String source, byte[] bytes) {
    this.source = source;
    this.in = ByteBuffer.wrap(bytes);
  }

  String source() {
    return source;
  }

  int length() {
    return in.limit();
  }

  /** The offset of the current opcode. */
  int offset() {
    return offset;
  }

  /** Advances to the next opcode. */
  int opcode() throws PickleException {
    offset = in.position();
    return unsigned(1);
  }

  PickleException damaged(String what) {
    return PickleException.damaged(source, offset, what);
  }

  ByteBuffer bytes(int count) throws PickleException {
    if (count > in.remaining()) {
      throw damaged(
          String.format(Locale.ROOT, "it lacks %d of %d bytes", count - in.remaining(), count));
    }
    ByteBuffer slice = in.slice(in.position(), count).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + count);
    return slice;
  }

  int unsigned(int count) throws PickleException {
    ByteBuffer bytes = bytes(count);
    return count == 1 ? bytes.get() & 0xff : bytes.getShort() & 0xffff;
  }

  int length4() throws PickleException {
    return length(bytes(4).getInt() & 0xffffffffL);
  }

  int length8() throws PickleException {
    return length(bytes(8).getLong());
  }

  /** Checks a length or an index, neither of which can exceed the file's length. */
  private int length(long length) throws PickleException {
    if (length < 0 || length > in.limit()) {
      throw damaged("a length or index is " + Long.toUnsignedString(length));
    }
    return (int) length;
  }

  String line() throws PickleException {
    int start = in.position();
    for (int i = start; i < in.limit(); i++) {
      if (in.get(i) == '\n') {
        String line = StandardCharsets.ISO_8859_1.decode(in.slice(start, i - start)).toString();
        in.position(i + 1);
        return line;
      }
    }
    throw damaged("a line has no end");
  }

  void protocol() throws PickleException {
    int version = unsigned(1);
    if (version > NEWEST_PROTOCOL) {
      throw damaged("its protocol is " + version + ", not 0 to " + NEWEST_PROTOCOL);
    }
  }

  Object integerOrTruth(String digits) throws PickleException {
    return switch (digits) {
      case "00" -> false;
      case "01" -> true;
      default -> integer(digits);
    };
  }

  Object integer(String digits) throws PickleException {
    if (!digits.matches("[+-]?[0-9]{1," + LONGEST_NUMBER + "}")) {
      throw damaged("a number is no number");
    }
    return integer(new BigInteger(digits));
  }

  /** The integer in little-endian two's complement; no bytes mean 0. */
  Object integer(ByteBuffer bytes) throws PickleException {
    if (bytes.remaining() > LONGEST_NUMBER) {
      throw damaged("a number has " + bytes.remaining() + " bytes");
    }
    byte[] reversed = new byte[bytes.remaining() + 1];
    for (int i = 0; i < bytes.limit(); i++) {
      reversed[bytes.limit() - i] = bytes.get(i);
    }
    reversed[0] = (byte) (reversed.length > 1 && reversed[1] < 0 ? -1 : 0);
    return integer(new BigInteger(reversed));
  }

  private static Object integer(BigInteger value) {
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return value;
  }

  int index(String digits) throws PickleException {
    if (!digits.matches("[0-9]{1,9}")) {
      throw damaged("an index is no number");
    }
    return length(Long.parseLong(digits));
  }

  double real(String text) throws PickleException {
    if (text.length() > LONGEST_NUMBER) {
      throw damaged("a number has " + text.length() + " digits");
    }
    try {
      return switch (text) {
        case "nan" -> Double.NaN;
        case "inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw damaged("a number is no number");
    }
  }

  String text(ByteBuffer bytes) throws PickleException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw damaged("a text is not UTF-8");
    }
  }

  /**
   * Decodes protocol 0's escapes of characters beyond Latin-1: backslash, u and the hexadecimal
   * code.
   */
  String unescape(String line) throws PickleException {
    StringBuilder text = new StringBuilder();
    Matcher escape = ESCAPE.matcher(line);
    while (escape.find()) {
      long code = Long.parseLong(escape.group(escape.group(1) == null ? 2 : 1), 16);
      if (code > Character.MAX_CODE_POINT) {
        throw damaged("a text has a character beyond Unicode");
      }
      escape.appendReplacement(text, Matcher.quoteReplacement(Character.toString((int) code)));
    }
    return escape.appendTail(text).toString();
  }

  static byte[] array(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
  }
}
