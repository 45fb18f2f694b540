package mirrorlab.bench;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Python program that answers line by line, in JSON: {@code {"do": "run", "row": "step", "n":
 * 100}} → {@code {"wall": 0.1, "cpu": 0.1}}. It lives until it is closed, so that a round of its
 * rows costs no start.
 */
final class PeerProcess implements AutoCloseable {
  private static final Gson GSON = new Gson();
  private static final int LAST = 3; // lines of its errors that are shown

  private final Process process;
  private final Writer to;
  private final BufferedReader from;
  private final Path program;
  private final Path errors;

  /**
   * Starts a program.
   *
   * @param errors the file for its standard error
   */
  PeerProcess(Path python, Path program, Path errors) throws IOException {
    this.program = program;
    this.errors = errors;
    process =
        new ProcessBuilder(python.toString(), "-X", "utf8", program.toString())
            .redirectError(errors.toFile())
            .start();
    to = process.outputWriter(StandardCharsets.UTF_8);
    from = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Sends one request for a row and waits for the answer.
   *
   * @throws IOException with the last lines of its errors, if it fails
   */
  JsonObject ask(String what, String row, Map<String, ?> settings) throws IOException {
    JsonObject question = GSON.toJsonTree(settings).getAsJsonObject();
    question.addProperty("do", what);
    question.addProperty("row", row);
    String answer = null;
    try {
      to.write(question + "\n");
      to.flush();
      answer = from.readLine();
    } catch (IOException e) {
      // It has ended, and its errors say why.
    }
    JsonObject object =
        answer == null ? new JsonObject() : JsonParser.parseString(answer).getAsJsonObject();
    if (answer == null || object.has("error")) {
      throw new IOException(
          program.getFileName()
              + " failed to "
              + what
              + " "
              + row
              + ": "
              + (object.has("error") ? object.get("error").getAsString() : lastErrors()));
    }
    return object;
  }

  <T> T read(JsonElement element, Class<T> type) {
    return GSON.fromJson(element, type);
  }

  private String lastErrors() throws IOException {
    List<String> lines = Files.readAllLines(errors);
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST), lines.size()));
  }

  /** Ends the program. */
  @Override
  public void close() throws IOException {
    try {
      to.close(); // the end of its input ends it
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
