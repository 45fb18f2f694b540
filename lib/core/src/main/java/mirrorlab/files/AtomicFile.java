package mirrorlab.files;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files atomically: a temporary file beside the target is written, then renamed. */
public final class AtomicFile {
  private static final int MOST_LINKS = 40; // as in Linux

  private AtomicFile() {}

  /** Writes the bytes of a file. */
  public interface Content {
    /** Writes all bytes. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** The temporary path of a file while it is written, which remains if the process is killed. */
  public static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  /**
   * Writes {@code content} to the file; if that fails, nothing is left. If {@code file} is a
   * symbolic link, its target is written and the link stays.
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = target(file);
    Path beside = beside(target);
    // Unlike those of java.nio, this stream is not closed when the thread is interrupted, so that a
    // stopped training still writes its checkpoint.
    try (OutputStream out = new BufferedOutputStream(new FileOutputStream(beside.toFile()))) {
      content.writeTo(out);
    } catch (IOException | RuntimeException e) {
      try {
        Files.deleteIfExists(beside);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
    Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path target(Path file) throws IOException {
    Path target = file;
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new IOException(file + " is a link that leads round in a circle; delete it");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  /** Writes a text in UTF-8. */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
