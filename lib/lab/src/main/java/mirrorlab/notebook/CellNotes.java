package mirrorlab.notebook;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;

/**
 * The notes that a cell gets below its output, beyond the messages of the kernel: which statement
 * failed, which of its methods cannot run, and whether it still runs although it was stopped.
 */
final class CellNotes {
  private static final int FRAMES = 3;
  private static final long PATIENCE_MILLIS = 1000;

  // Code of notebooks, of the JDK, and of printing in a cell.
  private static final List<String> SAFE =
      List.of(
          "REPL.",
          "java.",
          "sun.",
          "mirrorlab.notebook.CellOutput",
          "org.dflib.jjava.jupyter.",
          "io.github.spencerpark.jupyter.");

  private final JShell shell;
  private final Set<DeclarationSnippet> declared = new LinkedHashSet<>();
  private Optional<EvalException> thrown = Optional.empty();

  private CellNotes(JShell shell) {
    this.shell = shell;
    shell.onSnippetEvent(this::listen);
  }

  /** Listens to the shell of a kernel, which is accessible only by reflection. */
  static CellNotes of(Object kernel) {
    return new CellNotes(
        shell(kernel)
            .orElseThrow(
                () -> new IllegalStateException("no shell in the kernel " + kernel.getClass())));
  }

  private static Optional<JShell> shell(Object owner) {
    for (Field field : owner.getClass().getDeclaredFields()) {
      boolean evaluator = field.getType().getSimpleName().equals("CodeEvaluator");
      if (field.getType() == JShell.class || evaluator) {
        try {
          field.setAccessible(true);
          Object value = field.get(owner);
          return evaluator ? shell(value) : Optional.of((JShell) value);
        } catch (IllegalAccessException e) {
          throw new IllegalStateException("this version of the kernel is not known: " + e, e);
        }
      }
    }
    return Optional.empty();
  }

  private void listen(SnippetEvent event) {
    if (event.causeSnippet() != null) {
      return; // a consequence of another statement
    }
    if (event.snippet() instanceof DeclarationSnippet declaration) {
      declared.add(declaration);
    }
    if (event.exception() instanceof EvalException exception) {
      thrown = Optional.of(exception);
    }
  }

  /** Gives the notes on the cell that has just ended; most cells have none. */
  void end(Consumer<String> out) {
    Stream.of(thrown.map(this::failed).orElse(""), unresolved(), running())
        .filter(note -> !note.isEmpty())
        .forEach(note -> out.accept(note + "\n"));
    declared.clear();
    thrown = Optional.empty();
  }

  /** The lines of the notebook that an exception passed, innermost first. */
  private String failed(EvalException exception) {
    Map<String, String> sources =
        shell.snippets().collect(Collectors.toMap(s -> "#" + s.id(), s -> s.source(), (a, b) -> b));
    List<String> lines =
        Arrays.stream(exception.getStackTrace())
            .filter(frame -> sources.containsKey(frame.getFileName()))
            .limit(FRAMES)
            .flatMap(
                frame ->
                    sources
                        .get(frame.getFileName())
                        .lines()
                        .skip(Math.max(0, frame.getLineNumber() - 1))
                        .limit(1))
            .map(line -> "\n    " + line.strip())
            .toList();
    return lines.isEmpty() ? "" : "It failed here:" + String.join("\n  called by", lines);
  }

  private String unresolved() {
    return declared.stream()
        .filter(snippet -> isUnresolved(shell.status(snippet)))
        .map(
            snippet ->
                name(snippet)
                    + " is declared, but does not work as long as there is no "
                    + shell.unresolvedDependencies(snippet).collect(Collectors.joining(", no ")))
        .collect(Collectors.joining("\n"));
  }

  private static boolean isUnresolved(Status status) {
    return status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
  }

  private static String name(PersistentSnippet snippet) {
    return snippet instanceof MethodSnippet method
        ? method.name() + "(" + method.parameterTypes() + ")"
        : snippet.name();
  }

  /** Ends statements of the cell that did not react to its interruption. */
  private static String running() {
    List<Thread> threads = runaways().toList();
    if (haveEnded(threads, thread -> {})) {
      return "";
    }
    return haveEnded(threads, CellNotes::end)
        ? "The cell did not react when it was stopped, and was ended by force."
        : "The cell still runs in the background and takes a processor; restart the kernel to end it.";
  }

  private static Stream<Thread> runaways() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> isInCell(entry.getValue()))
        .map(Map.Entry::getKey)
        .filter(thread -> thread != Thread.currentThread());
  }

  private static boolean isInCell(StackTraceElement[] frames) {
    return Arrays.stream(frames).anyMatch(CellNotes::isCell);
  }

  private static boolean isCell(StackTraceElement frame) {
    return frame.getClassName().startsWith("REPL.") && frame.getMethodName().equals("do_it$");
  }

  /** Waits for threads to leave the cell. */
  private static boolean haveEnded(List<Thread> threads, Consumer<Thread> still) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (System.nanoTime() < end) {
      List<Thread> left =
          threads.stream().filter(thread -> isInCell(thread.getStackTrace())).toList();
      if (left.isEmpty()) {
        return true;
      }
      left.forEach(still);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return false;
  }

  /**
   * Ends a thread, unless it is in code that must not be left at any moment, such as native code.
   */
  // Nothing else ends a loop that looks at no flag; newer JDKs refuse, and the loop goes on.
  @SuppressWarnings({"deprecation", "removal"})
  private static void end(Thread thread) {
    boolean safe =
        Arrays.stream(thread.getStackTrace())
            .takeWhile(frame -> !isCell(frame))
            .map(StackTraceElement::getClassName)
            .allMatch(name -> SAFE.stream().anyMatch(name::startsWith));
    try {
      if (safe) {
        thread.stop();
      }
    } catch (UnsupportedOperationException e) {
      return;
    }
  }
}
