package mirrorlab.nn;

import ai.djl.engine.Engine;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** DJL's PyTorch engine, whichever engine the environment selects. */
public final class PyTorch {
  /** Variables that DJL obeys and that other tools set, too. */
  private static final List<String> OBEYED =
      List.of(
          "DJL_DEFAULT_ENGINE",
          "PYTORCH_VERSION",
          "PYTORCH_FLAVOR",
          "PYTORCH_PRECXX11",
          "PYTORCH_LIBRARY_PATH",
          "PYTORCH_EXTRA_LIBRARY_PATH",
          "LIBSTDCXX_LIBRARY_PATH");

  private PyTorch() {}

  /**
   * The engine.
   *
   * @throws IllegalStateException if its library cannot be loaded; the message names the
   *     environment variables that may be the cause
   */
  public static Engine engine() {
    try {
      return Engine.getEngine("PyTorch");
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalStateException(explained(e, System.getenv()), e);
    }
  }

  static String explained(Throwable failure, Map<String, String> environment) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String set =
        OBEYED.stream()
            .filter(name -> !environment.getOrDefault(name, "").isEmpty())
            .map(name -> name + "=" + environment.get(name))
            .collect(Collectors.joining(", "));
    return "DJL cannot load PyTorch: "
        + (cause.getMessage() == null ? cause : cause.getMessage())
        + (set.isEmpty() ? "" : "; it obeys the environment's " + set + ": unset that");
  }
}
