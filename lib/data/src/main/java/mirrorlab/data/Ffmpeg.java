package mirrorlab.data;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mirrorlab.files.Sanitized;

/**
 * The program ffmpeg, version 4 or newer: given by the environment variable {@code
 * MIRRORLAB_FFMPEG}, or else found on the {@code PATH}.
 */
final class Ffmpeg {
  static final String VARIABLE = "MIRRORLAB_FFMPEG";

  private static final String FIX =
      "install it (apt-get install ffmpeg, brew install ffmpeg or conda install -c conda-forge ffmpeg), or name it in "
          + VARIABLE
          + ". (See 'Pictures in video files' in notebooks/trouble.md.)";
  private static final Pattern NUMBERS =
      Pattern.compile("ffmpeg version n?(\\d{1,4})\\.(\\d{1,4})");
  private static final int MOST_SAID = 4096; // bytes

  private final String program;
  private final List<String> everyFrameOnce;

  private Ffmpeg(String program, String version) {
    this.program = program;
    everyFrameOnce = isOld(version) ? List.of("-vsync", "0") : List.of("-fps_mode", "passthrough");
  }

  /**
   * Whether only the option's old name exists: version 5.1 renamed it, and a later one dropped the
   * old name.
   */
  private static boolean isOld(String version) {
    Matcher numbers = NUMBERS.matcher(version);
    if (!numbers.lookingAt()) { // a development build
      return false;
    }
    int major = Integer.parseInt(numbers.group(1));
    return major < 5 || major == 5 && Integer.parseInt(numbers.group(2)) < 1;
  }

  /**
   * Finds the program and checks that it starts.
   *
   * @param environment variables by name
   * @param use its purpose, the beginning of error messages
   * @throws IOException if it is missing or does not work
   */
  static Ffmpeg find(Map<String, String> environment, String use) throws IOException {
    String named = environment.getOrDefault(VARIABLE, "").strip();
    String program = named.isEmpty() ? onPath(environment.getOrDefault("PATH", "")) : named;
    if (program.isEmpty()) {
      throw new IOException(use + ", and that is not on the PATH; " + FIX);
    }
    String trouble;
    try {
      Run<String> run =
          run(List.of(program, "-version"), in -> text(in).lines().findFirst().orElse(""));
      if (run.exit == 0 && run.read.startsWith("ffmpeg version")) {
        return new Ffmpeg(program, run.read);
      }
      trouble = run.trouble;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      trouble = Sanitized.of(e.getMessage());
    }
    throw new IOException(
        String.format(
            Locale.ROOT, "%s, and %s does not work (%s); %s", use, program, trouble, FIX));
  }

  private static String onPath(String path) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> Stream.of(Path.of(folder, "ffmpeg"), Path.of(folder, "ffmpeg.exe")))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .map(Path::toString)
        .findFirst()
        .orElse("");
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The options that output each decoded frame exactly once, whatever its timestamp. */
  List<String> everyFrameOnce() {
    return everyFrameOnce;
  }

  /** Consumes the program's output. */
  @FunctionalInterface
  interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  /**
   * The result of a run.
   *
   * @param read the parsed output
   * @param exit its exit code, which is 0 despite some kinds of damage
   * @param trouble its first line of error output, which names the cause
   */
  record Run<T>(T read, int exit, String trouble) {}

  /**
   * Reads an mp4 file and nothing else: files, playlists and addresses that it refers to are not
   * opened.
   *
   * @param how input options
   * @param what output options, for the standard output
   * @throws InterruptedIOException if the thread is interrupted; the program is ended
   */
  <T> Run<T> read(Path file, List<String> how, List<String> what, Reader<T> reader)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(program, "-v", "error", "-nostdin"));
    command.addAll(how);
    command.addAll(List.of("-f", "mov", "-protocol_whitelist", "file"));
    command.addAll(List.of("-i", "file:" + file.toAbsolutePath(), "-map", "0:v:0"));
    command.addAll(what);
    command.add("pipe:1");
    return run(command, reader);
  }

  private static <T> Run<T> run(List<String> command, Reader<T> reader) throws IOException {
    Process process = new ProcessBuilder(command).start();
    try {
      process.getOutputStream().close();
      FutureTask<String> trouble = started(() -> trouble(process.getErrorStream()));
      FutureTask<T> read = started(() -> reader.read(process.getInputStream()));
      T value = read.get();
      return new Run<>(value, process.waitFor(), trouble.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while ffmpeg was running");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw new IOException(cause.getMessage(), cause);
      }
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts the task on its own thread, since an interrupt does not end a read from a pipe. */
  private static <T> FutureTask<T> started(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = new Thread(future, "ffmpeg");
    thread.setDaemon(true);
    thread.start();
    return future;
  }

  /**
   * The first line, without ffmpeg's component name in brackets; the rest is read and discarded.
   */
  private static String trouble(InputStream in) throws IOException {
    String kept = new String(in.readNBytes(MOST_SAID), StandardCharsets.UTF_8);
    in.transferTo(OutputStream.nullOutputStream());
    return kept.lines()
        .map(line -> line.replaceAll("^(\\[[^]]*\\]\\s*)+", "").strip())
        .filter(line -> !line.isEmpty())
        .findFirst()
        .map(Sanitized::of)
        .orElse("it says nothing of an error");
  }
}
