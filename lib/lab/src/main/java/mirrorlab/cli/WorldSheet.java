package mirrorlab.cli;

import java.awt.image.BufferedImage;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Image;
import mirrorlab.figures.Filmstrip;
import mirrorlab.world.Rollout;
import mirrorlab.world.Task;
import mirrorlab.world.World;

/** All tasks on one page: the beginning, the middle and the end of each. */
final class WorldSheet {
  private static final int SIZE = 160; // pixels
  private static final int MOMENTS = 3;
  private static final int COLUMNS = 3;

  private record Shown(Image row, String caption) {}

  private WorldSheet() {}

  /** One demonstration of each task; the seed determines the scene and the variation. */
  static BufferedImage of(List<Task> tasks, long seed) throws InterruptedException {
    try (ProgressBar bar = new ProgressBar("tasks", tasks.size())) {
      List<Shown> shown = AllCores.map(tasks, task -> show(task, seed), done -> bar.step());
      return Filmstrip.of(
          shown.stream().map(Shown::row).toList(),
          shown.stream().map(Shown::caption).toList(),
          1,
          COLUMNS);
    }
  }

  private static Shown show(Task task, long seed) {
    int variation = (int) Math.floorMod(seed, (long) task.variations());
    try (World world = World.create(task, variation, seed)) {
      Rollout.demonstrate(world);
      List<Image> moments = world.video(MOMENTS, Camera.OBSERVER, SIZE, SIZE);
      return new Shown(row(moments), task.displayName() + ": " + world.instruction());
    }
  }

  /** Pictures of one size side by side, as one. */
  private static Image row(List<Image> images) {
    byte[] rgb = new byte[3 * SIZE * SIZE * images.size()];
    for (int i = 0; i < images.size(); i++) {
      for (int y = 0; y < SIZE; y++) {
        int place = 3 * SIZE * (y * images.size() + i);
        System.arraycopy(images.get(i).rgb(), 3 * SIZE * y, rgb, place, 3 * SIZE);
      }
    }
    return new Image(SIZE * images.size(), SIZE, rgb);
  }
}
