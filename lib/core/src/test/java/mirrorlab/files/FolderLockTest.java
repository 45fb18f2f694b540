package mirrorlab.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FolderLockTest {
  @TempDir private Path folder;

  private void hold(FolderLock.Work work) throws IOException, InterruptedException {
    FolderLock.hold(folder, folder.resolve(FolderLock.FILE), work);
  }

  @Test
  void aSecondProcessIsRefusedUntilTheFirstIsKilled() throws Exception {
    Process first =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FolderLockTest.class.getName(),
                folder.toString())
            .start();
    assertEquals('L', first.getInputStream().read(), "it has the lock");
    String message = assertThrows(IOException.class, () -> hold(() -> {})).getMessage();
    assertEquals(
        folder
            + " is being written by another process; wait until that ends, or choose another folder",
        message);
    first.destroyForcibly().waitFor(); // SIGKILL
    boolean[] done = {false};
    hold(() -> done[0] = true);
    assertEquals(true, done[0]);
  }

  @Test
  void aSecondThreadIsRefusedToo() throws Exception {
    hold(() -> assertThrows(IOException.class, () -> hold(() -> {})));
    hold(() -> {}); // released
  }

  @Test
  void whatFailsReleasesTheFolder() throws Exception {
    assertThrows(
        IllegalStateException.class,
        () ->
            hold(
                () -> {
                  throw new IllegalStateException("failed");
                }));
    hold(() -> {});
    assertEquals(List.of(folder.resolve(FolderLock.FILE)), Files.list(folder).toList());
  }

  /** Locks the folder and waits to be killed. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    FolderLock.hold(
        folder,
        folder.resolve(FolderLock.FILE),
        () -> {
          System.out.print("L");
          System.out.flush();
          Thread.sleep(100_000);
        });
  }
}
