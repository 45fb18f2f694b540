package mirrorlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import mirrorlab.world.Tasks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WorldCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void listNamesEachTask() {
    assertEquals(0, run("world", "list"));
    assertEquals(Tasks.all().size(), out.toString().lines().count());
    assertTrue(out.toString().contains("open the bottom drawer"), out.toString());
  }

  @Test
  void checkCountsSuccesses() {
    assertEquals(0, run("world", "check", "--task", "open_drawer", "--seeds", "1"));
    assertTrue(out.toString().contains("1/1"), out.toString());
  }

  @Test
  void showWritesAPictureWithACaption(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("drawer.gif");
    assertEquals(0, run("world", "show", "open_drawer", "--variation", "2", "-o", file.toString()));
    BufferedImage first = ImageIO.read(file.toFile());
    assertEquals(336, first.getWidth()); // 320 and a margin
    assertTrue(first.getHeight() > 336);
    assertTrue(out.toString().startsWith("open the top drawer: SUCCESS"), out.toString());
  }

  @Test
  void aFileIsNamedAfterWhatIsWritten(@TempDir Path folder) {
    for (String name : new String[] {"x.mp4", "x.png", "x", "gif"}) {
      Path file = folder.resolve(name);
      assertEquals(2, run("world", "show", "open_drawer", "-o", file.toString()));
      assertTrue(
          err.toString().contains(file + ", but a GIF is written; let its name end in .gif"),
          err.toString());
    }
    assertEquals(2, run("world", "sheet", "-o", folder.resolve("x.gif").toString()));
    assertTrue(err.toString().contains("but a PNG is written"), err.toString());
    assertEquals(0, folder.toFile().list().length);
  }

  @Test
  void sheetShowsThreeMomentsOfEachTaskInThreeColumns(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("sheet.png");
    assertEquals(0, run("world", "sheet", "-o", file.toString()));
    BufferedImage sheet = ImageIO.read(file.toFile());
    assertEquals(3 * (3 * 160 + 8) + 8, sheet.getWidth());
    int rows = (Tasks.all().size() + 2) / 3;
    assertTrue(sheet.getHeight() > rows * (160 + 18), sheet.toString());
  }

  @Test
  void aFolderThatIsNotThereIsBadUsage() {
    assertEquals(2, run("world", "sheet", "-o", "no/such/folder/sheet.png"));
    assertTrue(err.toString().contains("make its folder first"), err.toString());
  }

  @Test
  void anUnknownTaskIsBadUsageThatNamesThoseThereAre() {
    assertEquals(2, run("world", "check", "--task", "close_jra"));
    assertTrue(err.toString().contains("close_jar"), err.toString());
  }

  private int run(String... arguments) {
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }
}
