package mirrorlab.alignment;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.execution.BlockWorld;

/** Episodes of {@link BlockWorld} with videos, which show the colour of the touched block. */
final class Performances {
  private static final int TASKS = 9;

  private Performances() {}

  /** Of nine tasks in turn, each with its own ending of the words and place in the video. */
  static List<Episode> ofNineTasks(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> performance(BlockWorld.episode(i), i % TASKS))
        .toList();
  }

  private static Episode performance(Episode episode, int task) {
    return new Episode(
        "touch " + task,
        episode.variation(),
        List.of(episode.instruction() + " in way " + task),
        episode.seed(),
        episode.outcome(),
        episode.seconds(),
        video(episode.variation(), 64, 8, 20 * (task / 3), 20 * (task % 3)),
        episode.steps());
  }

  /** Four frames of 32×32 pixels: a square of the touched block's colour at a random place. */
  static List<Image> video(Episode episode) {
    SplittableRandom random = new SplittableRandom(episode.seed());
    return video(episode.variation(), 32, 4, random.nextInt(20), random.nextInt(20));
  }

  private static List<Image> video(int variation, int pixels, int frames, int row, int column) {
    int[] colour = BlockWorld.colour(variation);
    byte[] rgb = new byte[3 * pixels * pixels];
    for (int i = row; i < row + 12; i++) {
      for (int j = column; j < column + 12; j++) {
        for (int c = 0; c < 3; c++) {
          rgb[3 * (pixels * i + j) + c] = (byte) colour[c];
        }
      }
    }
    Image frame = new Image(pixels, pixels, rgb);
    return IntStream.range(0, frames).mapToObj(t -> frame).toList();
  }
}
