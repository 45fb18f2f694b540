package mirrorlab.understanding;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import mirrorlab.data.Episode;
import mirrorlab.nn.Seeds;
import mirrorlab.world.Image;
import mirrorlab.world.Outcome;

/**
 * Clips of a coloured square that moves left, right, up or down past a grey one that rests: telling
 * them apart takes the colour and the motion.
 */
final class Squares {
  static final String[] COLOURS = {"red", "green", "blue"};
  static final String[] WAYS = {"left", "right", "up", "down"};
  private static final int SIDE = 12;

  private Squares() {}

  static List<Episode> episodes(int each, long seed) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      for (int colour = 0; colour < COLOURS.length; colour++) {
        for (int way = 0; way < WAYS.length; way++) {
          episodes.add(episode(colour, way, Seeds.at(seed, episodes.size()).nextLong()));
        }
      }
    }
    return episodes;
  }

  static String instruction(int colour, int way) {
    return "move the " + COLOURS[colour] + " square " + WAYS[way];
  }

  private static Episode episode(int colour, int way, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int size = 64;
    int row = random.nextInt(16, size - 16 - SIDE);
    int column = random.nextInt(16, size - 16 - SIDE);
    int restingRow = random.nextInt(size - SIDE);
    int restingColumn = random.nextInt(size - SIDE);
    List<Image> video = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      byte[] rgb = new byte[3 * size * size];
      square(rgb, size, restingRow, restingColumn, 0x808080);
      int by = 4 * t - 14;
      int down = way == 2 ? -by : way == 3 ? by : 0;
      int right = way == 0 ? -by : way == 1 ? by : 0;
      square(rgb, size, row + down, column + right, 0xFF << 16 >> 8 * colour);
      video.add(new Image(size, size, rgb));
    }
    String text = instruction(colour, way);
    return new Episode(
        "move_" + COLOURS[colour],
        way,
        List.of(text, text.replace("move", "push")),
        seed,
        Outcome.SUCCESS,
        video,
        List.of());
  }

  private static void square(byte[] rgb, int size, int row, int column, int colour) {
    for (int i = Math.max(0, row); i < Math.min(size, row + SIDE); i++) {
      for (int j = Math.max(0, column); j < Math.min(size, column + SIDE); j++) {
        for (int c = 0; c < 3; c++) {
          rgb[3 * (i * size + j) + c] = (byte) (colour >> (16 - 8 * c));
        }
      }
    }
  }
}
