package mirrorlab.understanding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import mirrorlab.nn.Activation;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Golden;
import mirrorlab.nn.Vocabulary;
import mirrorlab.world.Image;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** U against a plain PyTorch re-statement of the same equations ({@code encoder_golden.py}). */
class VideoTextGoldenTest {
  private static final VideoTextSize.Tower TOWER = new VideoTextSize.Tower(8, 2, 2, 16);
  private static final List<String> TEXTS = List.of("b", "c d e a", "a b");
  private static final int[] SHOWN = {0, 2, 0, 0};

  @ParameterizedTest
  @CsvSource({"patches, PATCHES_16, QUICK_GELU", "convolutions, CONVOLUTIONS, GELU"})
  void agreesForwardsAndBackwards(String file, Stem.Kind stem, Activation activation) {
    Golden golden = new Golden(getClass(), file + ".safetensors");
    VideoTextSize size = new VideoTextSize(32, 3, stem, TOWER, TOWER, 6, activation);
    Vocabulary words =
        new Vocabulary(
            List.of("<pad>", "<start>", "<end>", "<unknown>", "a", "b", "c", "d", "e"), 6);
    try (VideoTextEncoder encoder = new VideoTextEncoder(size, words, 0)) {
      golden.fill("weight.", encoder.parameters().all());
      int[][] texts = TEXTS.stream().map(words::encode).toArray(int[][]::new);
      RecognitionTraining.Batch batch = new RecognitionTraining.Batch(clips(), texts, SHOWN);
      Map<String, Double> losses =
          Autograd.differentiate(() -> RecognitionTraining.losses(encoder, batch));
      assertEquals(golden.get("loss.video")[0], losses.get("video"), 1e-4);
      assertEquals(golden.get("loss.text")[0], losses.get("text"), 1e-4);
      golden.checkGradients("gradient.", encoder.parameters(), 1e-3);
      // The loss has moved the batch statistics by now, as it has there.
      check(golden, "video.out", encoder.represent(videos(), VideoTextEncoder.VIDEO_OUT));
      check(golden, "video", encoder.embedVideos(videos()));
      check(golden, "text.out", encoder.representTexts(TEXTS));
      check(golden, "text", encoder.embedTexts(TEXTS));
    }
  }

  private static void check(Golden golden, String name, float[][] rows) {
    float[] expected = golden.get(name);
    int width = rows[0].length;
    assertEquals(expected.length, rows.length * width, name);
    for (int i = 0; i < rows.length; i++) {
      float[] row = Arrays.copyOfRange(expected, i * width, (i + 1) * width);
      assertArrayEquals(row, rows[i], 1e-4f, name);
    }
  }

  private static byte[] clips() {
    byte[] bytes = new byte[4 * 3 * 32 * 32 * 3];
    for (long i = 0; i < bytes.length; i++) {
      bytes[(int) i] = (byte) ((i * i * 31 + i * 17) / 64 % 256);
    }
    return bytes;
  }

  private static List<List<Image>> videos() {
    int frame = 32 * 32 * 3;
    List<List<Image>> videos = new ArrayList<>();
    for (int clip = 0; clip < 4; clip++) {
      List<Image> frames = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        int start = (3 * clip + t) * frame;
        frames.add(new Image(32, 32, Arrays.copyOfRange(clips(), start, start + frame)));
      }
      videos.add(frames);
    }
    return videos;
  }
}
