package mirrorlab.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Symbolic links as places to write to, and trouble with files in words. */
class LinkedFilesTest {
  @TempDir private Path folder;

  @Test
  void aLinkedFileIsWrittenAndTheLinkStays() throws IOException {
    Path target = Files.createDirectory(folder.resolve("disk")).resolve("record.json");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("disk/record.json"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), link);
    AtomicFile.write(second, "one"); // the target does not exist yet
    assertEquals("one", Files.readString(target));
    AtomicFile.write(link, "two");
    assertEquals("two", Files.readString(target));
    assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(second));
  }

  @Test
  void aCircleOfLinksIsRefused() throws IOException {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, link);
    String message =
        assertThrows(IOException.class, () -> AtomicFile.write(link, "text")).getMessage();
    assertTrue(message.startsWith(link + " is a link that leads round"), message);
  }

  @Test
  void aLinkedFolderIsResolved() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real")).toRealPath();
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    assertEquals(real, Folder.create(link));
    assertEquals(real.resolve("a/b"), Folder.create(link.resolve("a/b")));
  }

  @Test
  void aBrokenLinkAndAFileAreNoFolders() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));
    String message = assertThrows(IOException.class, () -> Folder.create(link)).getMessage();
    assertTrue(message.startsWith(link + " is a link to " + folder.resolve("gone")), message);
    Path file = Files.createFile(folder.resolve("file"));
    message = assertThrows(IOException.class, () -> Folder.create(file)).getMessage();
    assertEquals(file + " is a file; name a folder", message);
  }

  @Test
  void troubleIsPutIntoWords() {
    Path missing = folder.resolve("missing");
    IOException none = assertThrows(NoSuchFileException.class, () -> Files.readString(missing));
    String words = missing + " does not exist; check the path, or bring it back";
    assertEquals(words, FileTrouble.describe(none));
    assertEquals(words, FileTrouble.describe(new UncheckedIOException(none)));
    assertEquals(words, FileTrouble.describe(new UncheckedIOException(none.getMessage(), none)));
    assertEquals(
        "a/b cannot be read or written: permission denied; change its owner or mode, or choose"
            + " another place",
        FileTrouble.describe(new AccessDeniedException("a/b")));
    assertEquals(
        "a/b cannot be used: No space left on device; free some space, then give the same command"
            + " again",
        FileTrouble.describe(new FileSystemException("a/b", null, "No space left on device")));
  }

  @Test
  void wordsOfOursAreLeft() {
    NoSuchFileException cause = new NoSuchFileException("x");
    assertEquals("x is gone", FileTrouble.describe(new IOException("x is gone", cause)));
  }
}
