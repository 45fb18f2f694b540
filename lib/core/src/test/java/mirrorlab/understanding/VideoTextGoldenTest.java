package mirrorlab.understanding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import mirrorlab.episode.Image;
import mirrorlab.nn.Activation;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Golden;
import mirrorlab.nn.Tokenizer;
import org.junit.jupiter.api.Test;

/** U against a plain PyTorch re-statement of the same equations ({@code encoder_golden.py}). */
class VideoTextGoldenTest {
  private static final VideoTextSize.Tower TOWER = new VideoTextSize.Tower(8, 2, 2, 16);
  private static final List<String> TEXTS = List.of("one", "two", "three");
  private static final int[] SHOWN = {0, 2, 0, 0};

  /** The texts' ids as the golden values have them. */
  private record Given(int end, List<int[]> ids) implements Tokenizer {
    @Override
    public int size() {
      return 9;
    }

    @Override
    public int length() {
      return 6;
    }

    @Override
    public int[] encode(String text) {
      return ids.get(TEXTS.indexOf(text));
    }
  }

  @Test
  void asPublishedAgreesForwardsAndBackwards() throws Exception {
    VideoTextSize size =
        new VideoTextSize(32, 3, Stem.Kind.PATCHES_16, TOWER, TOWER, 6, Activation.QUICK_GELU);
    int[] one = {7, 5, 8, 0, 0, 0};
    int[] two = {7, 6, 0, 1, 4, 8};
    int[] three = {7, 4, 5, 8, 0, 0};
    agrees("patches.safetensors", size, new Given(8, List.of(one, two, three)));
  }

  @Test
  void likeTheMiniAgreesForwardsAndBackwards() throws Exception {
    VideoTextSize size =
        new VideoTextSize(32, 3, Stem.Kind.CONVOLUTIONS, TOWER, TOWER, 6, Activation.GELU);
    int[] one = {1, 5, 2, 0, 0, 0};
    int[] two = {1, 6, 7, 8, 4, 2};
    int[] three = {1, 4, 5, 2, 0, 0};
    agrees("convolutions.safetensors", size, new Given(2, List.of(one, two, three)));
  }

  private void agrees(String file, VideoTextSize size, Tokenizer tokenizer)
      throws InterruptedException {
    Golden golden = new Golden(getClass(), file);
    try (VideoTextEncoder encoder = new VideoTextEncoder(size, tokenizer, 0)) {
      golden.fill("weight.", encoder.parameters().all());
      int[][] texts = TEXTS.stream().map(tokenizer::encode).toArray(int[][]::new);
      RecognitionTraining.Batch batch = new RecognitionTraining.Batch(clips(), texts, SHOWN);
      Map<String, Double> losses =
          Autograd.differentiate(() -> RecognitionTraining.see(encoder, batch).losses());
      assertEquals(golden.get("loss.video")[0], losses.get("video"), 1e-4);
      assertEquals(golden.get("loss.text")[0], losses.get("text"), 1e-4);
      golden.checkGradients("gradient.", encoder.parameters(), 1e-3);
      // The loss has moved the batch statistics by now, as it has there.
      check(golden, "video.out", encoder.representVideos(videos(), VideoTextEncoder.VIDEO_OUT));
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
