package mirrorlab.understanding;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.episode.Outcome;
import mirrorlab.nn.Activation;
import mirrorlab.nn.Seeds;
import mirrorlab.nn.Vocabulary;

/**
 * Clips of a coloured square that goes up or down past a grey one that rests: it takes the colour
 * and the motion to tell them apart, no frame by itself shows both.
 */
final class Squares {
  static final VideoTextSize SIZE =
      new VideoTextSize(
          32,
          4,
          Stem.Kind.CONVOLUTIONS,
          new VideoTextSize.Tower(32, 2, 4, 64),
          new VideoTextSize.Tower(32, 2, 4, 64),
          32,
          Activation.GELU);
  static final List<String> INSTRUCTIONS =
      List.of(
          "lift the red square",
          "lift the green square",
          "lift the blue square",
          "drop the red square",
          "drop the green square",
          "drop the blue square");
  private static final int SIDE = 8;

  private Squares() {}

  static VideoTextEncoder encoder(long seed) {
    return new VideoTextEncoder(SIZE, Vocabulary.of(INSTRUCTIONS), seed);
  }

  static List<Episode> episodes(int each, long seed) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < each * INSTRUCTIONS.size(); i++) {
      int instruction = i % INSTRUCTIONS.size();
      boolean lift = instruction < 3;
      episodes.add(
          new Episode(
              lift ? "lift" : "drop",
              instruction % 3,
              List.of(INSTRUCTIONS.get(instruction)),
              i,
              Outcome.SUCCESS,
              1,
              video(instruction % 3, lift, Seeds.at(seed, i)),
              List.of()));
    }
    return episodes;
  }

  private static List<Image> video(int colour, boolean lift, SplittableRandom random) {
    int size = SIZE.pixels();
    int row = random.nextInt(6, 18);
    int column = random.nextInt(size - SIDE);
    int restingRow = random.nextInt(size - SIDE);
    int restingColumn = random.nextInt(size - SIDE);
    List<Image> video = new ArrayList<>();
    for (int t = 0; t < SIZE.frames(); t++) {
      byte[] rgb = new byte[3 * size * size];
      square(rgb, restingRow, restingColumn, 0x808080);
      int down = 4 * t - 6;
      square(rgb, row + (lift ? -down : down), column, 0xFF0000 >> 8 * colour);
      video.add(new Image(size, size, rgb));
    }
    return video;
  }

  private static void square(byte[] rgb, int row, int column, int colour) {
    for (int i = row; i < row + SIDE; i++) {
      for (int j = column; j < column + SIDE; j++) {
        for (int c = 0; c < 3; c++) {
          rgb[3 * (i * SIZE.pixels() + j) + c] = (byte) (colour >> (16 - 8 * c));
        }
      }
    }
  }
}
