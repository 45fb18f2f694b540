package mirrorlab.files;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Records as JSON files. */
public final class JsonFile {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private JsonFile() {}

  /** Writes a value; the file appears whole or not at all. */
  public static void write(Path file, Object value) throws IOException {
    AtomicFile.write(file, text(value));
  }

  /**
   * Reads a value.
   *
   * @throws IOException naming the file, if it is missing or does not hold such a value
   */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IOException(
          file + " is not a " + type.getSimpleName() + ": it is not text in UTF-8", e);
    }
    T value;
    try {
      value = GSON.fromJson(text, type);
    } catch (RuntimeException e) { // Gson wraps a record constructor's exceptions
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      throw new IOException(
          file + " is not a " + type.getSimpleName() + ": " + why.lines().findFirst().orElse(""),
          e);
    }
    if (value == null) {
      throw new IOException(file + " is not a " + type.getSimpleName() + ": it is empty");
    }
    return value;
  }

  /** The value as JSON text, as {@link #write} writes it. */
  public static String text(Object value) {
    return GSON.toJson(value) + "\n";
  }
}
