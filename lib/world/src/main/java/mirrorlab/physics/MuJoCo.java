package mirrorlab.physics;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Finds and loads the native library, and checks that its version matches the struct layout.
 *
 * <p>Its path is given by the system property {@code mirrorlab.mujoco} or, if that is unset, by the
 * environment variable {@code MUJOCO_LIBRARY}. The PyPI wheel {@code mujoco-core} contains it for
 * every platform, in the folder {@code mujoco}: {@code libmujoco.so.4.0.0} on Linux, {@code
 * libmujoco.4.0.0.dylib} on macOS, {@code mujoco.dll} on Windows.
 */
public final class MuJoCo {
  private MuJoCo() {}

  /** The only version that this package works with. */
  public static final String VERSION = "4.0.0";

  private static final String PROPERTY = "mirrorlab.mujoco";
  private static final String VARIABLE = "MUJOCO_LIBRARY";
  private static final String FIX =
      "Delete the folder build/venv and start ./mirrorlab again, which installs it; elsewhere"
          + " `pip install mujoco-core=="
          + VERSION
          + "` and give the library inside its folder `mujoco` as -D"
          + PROPERTY
          + "=FILE or "
          + VARIABLE
          + "=FILE. (See 'A part that does not work' in notebooks/trouble.md.)";

  private static boolean loaded;

  /**
   * The file that will be loaded.
   *
   * @throws PhysicsException if neither setting is given, or the file is not there
   */
  public static Path library() {
    String property = System.getProperty(PROPERTY);
    String setting = property != null ? "-D" + PROPERTY : VARIABLE;
    String file = property != null ? property : System.getenv(VARIABLE);
    if (file == null) {
      throw new PhysicsException(
          "MuJoCo's library is not known: neither the system property "
              + PROPERTY
              + " nor the environment variable "
              + VARIABLE
              + " is set. "
              + FIX);
    }
    Path path = Path.of(file).toAbsolutePath();
    if (!Files.isRegularFile(path)) {
      throw new PhysicsException(
          "MuJoCo's library is not at " + path + ", where " + setting + " points. " + FIX);
    }
    return path;
  }

  /**
   * Loads the library unless it is loaded already.
   *
   * @throws PhysicsException if it is missing, cannot be loaded here or has another version
   */
  public static synchronized void load() {
    if (loaded) {
      return;
    }
    Path path = library();
    try {
      NativeLibrary library =
          NativeLibrary.getInstance(
              path.toString(), Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
      // First, because another version may lack a function or declare it with other parameters.
      checkVersion(library.getFunction("mj_version").invokeInt(new Object[0]), path);
      Native.register(Mj.class, library);
    } catch (UnsatisfiedLinkError e) {
      throw new PhysicsException(
          path + " cannot be used as MuJoCo's library here: " + reason(e) + ". " + FIX, e);
    }
    Messages.listen();
    loaded = true;
  }

  /** The linker's message; JNA's own only lists the places that it searched. */
  private static String reason(UnsatisfiedLinkError e) {
    return e.getSuppressed().length > 0 ? e.getSuppressed()[0].getMessage() : e.getMessage();
  }

  /** Rejects a version whose structs differ from the layout; 3012001 means 3.12.1. */
  static void checkVersion(int found, Path path) {
    if (found != Layout.of("mjVERSION_HEADER")) {
      String version = found / 1_000_000 + "." + found / 1000 % 1000 + "." + found % 1000;
      throw new PhysicsException(
          path + " is MuJoCo " + version + "; this library needs " + VERSION + ". " + FIX);
    }
  }
}
