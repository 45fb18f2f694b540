package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import mirrorlab.episode.Pose;
import org.junit.jupiter.api.Test;

class HeatmapsTest {
  private static final int SIZE = 16;
  private final VirtualViews views =
      new VirtualViews(new Crop(new double[3], new double[] {SIZE, SIZE, SIZE}), SIZE);

  private float[] labels(double x, double y, double z) {
    float[] out = new float[3 * SIZE * SIZE];
    Heatmaps.label(views.project(Pose.down(x, y, z, 0)), SIZE, out, 0);
    return out;
  }

  @Test
  void labelsSumToOneEvenAtTheBorder() {
    for (double x : new double[] {0.1, 5.3, 15.9}) {
      float[] out = labels(x, 8, 2);
      for (int v = 0; v < 3; v++) {
        double sum = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
          sum += out[v * SIZE * SIZE + i];
        }
        assertEquals(1, sum, 1e-5);
      }
    }
  }

  @Test
  void thePeakOfALabelIsItsPoint() {
    Random random = new Random(3);
    for (int n = 0; n < 50; n++) {
      double[] point = random.doubles(3, 3, SIZE - 3).toArray();
      float[] logits = labels(point[0], point[1], point[2]);
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) Math.log(logits[i] + 1e-12);
      }
      assertArrayEquals(point, Heatmaps.peak(logits, 0, SIZE), 0.05);
    }
  }

  @Test
  void aPlaceThatTwoViewsLikeBeatsOneThatOneViewLikesMore() {
    float[] logits = new float[3 * SIZE * SIZE];
    int pixels = SIZE * SIZE;
    int[] agreed = {3, 4, 5};
    for (ViewPoint side : ViewPoint.values()) {
      logits[side.ordinal() * pixels + side.pixel(agreed, SIZE)] = side == ViewPoint.TOP ? 0 : 60;
    }
    logits[ViewPoint.TOP.pixel(new int[] {12, 12, 0}, SIZE)] = 100;
    // Together front and left give 120 at the agreed cell, against the top view's 100 elsewhere.
    assertArrayEquals(new double[] {3.5, 4.5, 5.5}, Heatmaps.peak(logits, 0, SIZE), 1e-6);
  }
}
