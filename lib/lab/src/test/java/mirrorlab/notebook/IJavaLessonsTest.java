package mirrorlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Nothing in a lesson is peculiar to JJava: JShell takes every cell with only what IJava 1.3 gives
 * it. With full counts the cells also run; else they are compiled, and the kernel's own tests run
 * them.
 */
class IJavaLessonsTest {
  private static final boolean RUN = "all".equals(System.getProperty("mirrorlab.tests"));
  private static final Path NOTEBOOKS =
      Path.of(System.getProperty("mirrorlab.root")).resolve("notebooks");

  /** What IJava's own start-up script imports and defines, without its magics. */
  private static final String IJAVA =
      """
      import java.util.*;
      import java.io.*;
      import java.math.*;
      import java.net.*;
      import java.util.concurrent.*;
      import java.util.prefs.*;
      import java.util.regex.*;
      Object render(Object value) { return value; }
      Object render(Object value, String... as) { return value; }
      String display(Object value) { return UUID.randomUUID().toString(); }
      String display(Object value, String... as) { return display(value); }
      void updateDisplay(String id, Object value) { UUID.fromString(id); }
      void updateDisplay(String id, Object value, String... as) { updateDisplay(id, value); }
      void printf(String format, Object... args) { System.out.printf(format, args); }
      """;

  /** Loads what a cell compiles to, and leaves it at that. */
  private static final class Compiled extends DirectExecutionControl {
    @Override
    public String invoke(String type, String method) {
      return "";
    }
  }

  private static final ExecutionControlProvider COMPILES =
      new ExecutionControlProvider() {
        @Override
        public String name() {
          return "compiles";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
          return new Compiled();
        }
      };

  private static JShell shell() throws IOException {
    JShell.Builder builder = JShell.builder();
    if (RUN) {
      builder.remoteVMOptions(
          Stream.concat(
                  Files.readAllLines(NOTEBOOKS.resolve("../build/jvm.options")).stream()
                      .map(option -> option.substring(1, option.length() - 1)),
                  Stream.of("-Xmx512m", "-XX:MaxDirectMemorySize=256m"))
              .toArray(String[]::new));
    } else {
      builder.executionEngine(COMPILES, Map.of());
    }
    JShell shell = builder.build();
    shell.addToClasspath(System.getProperty("java.class.path"));
    return shell;
  }

  /** Evaluates one snippet after another, as IJava does; what is wrong, or nothing. */
  private static String evaluate(JShell shell, String code) {
    SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
    CompletionInfo info = analysis.analyzeCompletion(code);
    while (info.completeness().isComplete()) {
      for (SnippetEvent event : shell.eval(info.source())) {
        if (event.exception() != null) {
          return event.exception() + " in " + info.source();
        }
        if (event.causeSnippet() == null && event.status() != Snippet.Status.VALID) {
          return shell.diagnostics(event.snippet()).map(it -> it.getMessage(null)).toList()
              + " in "
              + info.source();
        }
      }
      info = analysis.analyzeCompletion(info.remaining());
    }
    return info.completeness() == Completeness.EMPTY ? "" : "incomplete: " + info.remaining();
  }

  private static List<String> cells(Path notebook) throws IOException {
    JsonObject json = JsonParser.parseString(Files.readString(notebook)).getAsJsonObject();
    return StreamSupport.stream(json.getAsJsonArray("cells").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .filter(cell -> cell.get("cell_type").getAsString().equals("code"))
        .map(cell -> text(cell.getAsJsonArray("source")))
        .toList();
  }

  private static String text(JsonArray lines) {
    return String.join("", lines.asList().stream().map(JsonElement::getAsString).toList());
  }

  @TestFactory
  Stream<DynamicTest> everyCellIsTaken() throws IOException {
    List<Path> notebooks;
    try (Stream<Path> files = Files.list(NOTEBOOKS)) {
      notebooks = files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
    assertTrue(notebooks.size() >= 9, notebooks.toString());
    return notebooks.stream()
        .map(it -> DynamicTest.dynamicTest(it.getFileName().toString(), () -> takes(it)));
  }

  private static void takes(Path notebook) throws IOException {
    try (JShell shell = shell()) {
      assertEquals("", evaluate(shell, IJAVA));
      assertEquals("", evaluate(shell, Files.readString(NOTEBOOKS.resolve("start.jshell"))));
      for (String cell : cells(notebook)) {
        assertEquals("", evaluate(shell, cell));
      }
    }
  }

  @Test
  void whatOnlyJJavaHasIsNotTaken() throws IOException {
    try (JShell shell = shell()) {
      evaluate(shell, IJAVA);
      for (String cell :
          List.of("\"a\".length(); sing();", "int i = \"a\";", "int f(", "%maven a:b:1")) {
        assertTrue(!evaluate(shell, cell).isEmpty(), cell);
      }
    }
  }
}
