package mirrorlab.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Image;
import mirrorlab.figures.Filmstrip;
import mirrorlab.figures.Gif;
import mirrorlab.files.AtomicFile;
import mirrorlab.world.Rollout;
import mirrorlab.world.Task;
import mirrorlab.world.Tasks;
import mirrorlab.world.World;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Lists, checks and shows the simulated tasks. */
@Command(name = "world", description = "Lists, checks or shows the simulated tasks.")
final class WorldCommand {
  private static final int SIZE = 320; // pixels
  private static final int FRAMES_A_SECOND = 10;
  private static final int FRAMES_AT_THE_END = 10; // the last one stays for a second

  @Spec private CommandSpec spec;

  /** Converts an id to a task; an unknown id is bad usage. */
  private static final class TaskConverter implements ITypeConverter<Task> {
    @Override
    public Task convert(String id) {
      try {
        return Tasks.named(id);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Command(name = "list", description = "Lists the tasks.")
  int list() {
    PrintWriter out = spec.commandLine().getOut();
    for (Task task : Tasks.all()) {
      out.printf(
          Locale.ROOT,
          "%-28s %-16s %3d variations, such as: %s%n",
          task.id(),
          task.displayName(),
          task.variations(),
          task.instructions(0).get(0));
    }
    out.flush();
    return 0;
  }

  @Command(
      name = "check",
      description =
          "Lets each task's expert act in many scenes, which must succeed, and others, which must"
              + " not; exit code 1 if too many do otherwise.")
  int check(
      @Option(names = "--task", converter = TaskConverter.class, description = "Only this task.")
          Task task,
      @Option(
              names = "--seeds",
              converter = Domains.Positive.class,
              defaultValue = "50",
              description = "Scenes a task, spread over its variations (${DEFAULT-VALUE}).")
          int seeds)
      throws InterruptedException {
    List<Task> tasks = task == null ? Tasks.all() : List.of(task);
    return WorldCheck.run(tasks, seeds, spec.commandLine().getOut()) ? 0 : 1;
  }

  @Command(
      name = "sheet",
      description =
          "Draws all tasks on one page: start, middle and end of a demonstration of each.")
  int sheet(
      @Option(
              names = "--seed",
              defaultValue = "0",
              description = "Of the scenes, and which variation is shown (${DEFAULT-VALUE}).")
          long seed,
      @Option(names = "-o", required = true, paramLabel = "FILE", description = "PNG to write.")
          Path file)
      throws IOException, InterruptedException {
    checkFile(file, "png");
    BufferedImage sheet = WorldSheet.of(Tasks.all(), seed);
    AtomicFile.write(file, out -> ImageIO.write(sheet, "png", out));
    return 0;
  }

  @Command(name = "show", description = "Writes an expert's demonstration as a moving picture.")
  int show(
      @Parameters(
              paramLabel = "TASK",
              converter = TaskConverter.class,
              description = "Id of the task.")
          Task task,
      @Option(names = "--variation", defaultValue = "0", description = "${DEFAULT-VALUE}")
          int variation,
      @Option(names = "--seed", defaultValue = "0", description = "${DEFAULT-VALUE}") long seed,
      @Option(names = "-o", required = true, paramLabel = "FILE", description = "GIF to write.")
          Path file)
      throws IOException {
    checkFile(file, "gif");
    if (variation < 0 || variation >= task.variations()) {
      throw new ParameterException(
          spec.commandLine(),
          String.format(
              Locale.ROOT,
              "--variation is %d; %s has 0 to %d",
              variation,
              task.id(),
              task.variations() - 1));
    }
    try (World world = World.create(task, variation, seed)) {
      Rollout rollout = Rollout.demonstrate(world);
      int frames = (int) Math.ceil(world.time() * FRAMES_A_SECOND);
      List<BufferedImage> pictures = new ArrayList<>();
      for (Image image : world.video(frames, Camera.OBSERVER, SIZE, SIZE)) {
        pictures.add(Filmstrip.of(List.of(image), List.of(world.instruction()), 1, 1));
      }
      BufferedImage last = pictures.get(pictures.size() - 1);
      for (int i = 0; i < FRAMES_AT_THE_END; i++) {
        pictures.add(last);
      }
      Gif.write(file, pictures, 1000 / FRAMES_A_SECOND);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: %s, %d keyframes, %.1f s → %s%n",
              world.instruction(),
              rollout.outcome(),
              rollout.keyframes().size(),
              world.time(),
              file);
    }
    return 0;
  }

  /** Checks that the file's name has the right ending, and that its folder exists. */
  private void checkFile(Path file, String ending) {
    if (Files.isDirectory(file)) {
      throw new ParameterException(
          spec.commandLine(), "-o is " + file + ", a folder; name a file in it");
    }
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith("." + ending)) {
      throw new ParameterException(
          spec.commandLine(),
          String.format(
              Locale.ROOT,
              "-o is %s, but a %s is written; let its name end in .%s",
              file,
              ending.toUpperCase(Locale.ROOT),
              ending));
    }
    if (!Files.isDirectory(file.toAbsolutePath().getParent())) {
      throw new ParameterException(
          spec.commandLine(), "-o is " + file + "; make its folder first, or choose another");
    }
  }
}
