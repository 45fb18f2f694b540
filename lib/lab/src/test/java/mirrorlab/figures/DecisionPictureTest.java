package mirrorlab.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Pose;
import mirrorlab.execution.Crop;
import mirrorlab.execution.Decision;
import mirrorlab.execution.VirtualViews;
import org.junit.jupiter.api.Test;

class DecisionPictureTest {
  private static final int CROSS = 0xffD55E00;
  private static final int RING = 0xff222222;
  private static final int SIDE = 5 * 48;

  private static final Crop TABLE = // 1 m, so a pixel of the picture is 1/240 m
      new Crop(new double[] {0, 0, 0}, new double[] {1, 1, 1});
  private static final Crop CUBE =
      new Crop(new double[] {0.4, 0.4, 0.4}, new double[] {0.64, 0.64, 0.64});

  private static Keyframe at(double x, double y, double z) {
    return new Keyframe(Pose.down(x, y, z, 0), true, false);
  }

  private static Decision.Look look(Crop crop) {
    VirtualViews views = new VirtualViews(crop, 48);
    float[] even = new float[3 * 48 * 48];
    Arrays.fill(even, 1f / (48 * 48));
    return new Decision.Look(views, new float[views.length()], even);
  }

  private static final Decision DECISION = new Decision(look(TABLE), look(CUBE), at(0.5, 0.5, 0.5));

  /** Whether a colour is in a view (column 0 to 2 of row 0 or 1) near a point in its pixels. */
  private static boolean has(BufferedImage picture, int row, int view, int x, int y, int colour) {
    int left = 8 + view * (SIDE + 8);
    int top = 8 + row * (picture.getHeight() / 2 - 22);
    for (int i = Math.max(0, x - 12); i < Math.min(SIDE, x + 12); i++) {
      for (int j = Math.max(0, y - 12); j < Math.min(SIDE, y + 12); j++) {
        if (picture.getRGB(left + i, top + j) == colour) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void theCrossIsAtThePolicysPlaceInAllViews() {
    BufferedImage picture = DecisionPicture.of(DECISION);
    assertEquals(3 * (SIDE + 8) + 8, picture.getWidth());
    for (int view = 0; view < 3; view++) {
      assertTrue(has(picture, 0, view, 120, 120, CROSS), "view " + view);
    }
    // From above, x goes up and y to the left: 0.1 m of the cube's 0.24 m are 100 pixels.
    assertTrue(has(picture, 1, 0, 140, 140, CROSS));
  }

  @Test
  void theRingIsAtTheExpertsPlaceWhereAViewReachesIt() {
    BufferedImage picture = DecisionPicture.of(DECISION, at(0.25, 0.75, 0.5));
    assertTrue(has(picture, 0, 0, 60, 180, RING)); // from above
    assertTrue(has(picture, 0, 1, 180, 120, RING)); // from the front
    assertTrue(has(picture, 0, 2, 180, 120, RING)); // from the left
    for (int view = 0; view < 3; view++) {
      for (int x = 12; x < SIDE; x += 24) {
        for (int y = 12; y < SIDE; y += 24) {
          assertFalse(has(picture, 1, view, x, y, RING), "the cube does not reach that far");
        }
      }
    }
  }

  @Test
  void theLegendNamesTheRingOnlyWhereThereIsOne() {
    int legend = DecisionPicture.of(DECISION).getHeight();
    BufferedImage with = DecisionPicture.of(DECISION, at(0.5, 0.5, 0.5));
    assertEquals(legend, with.getHeight());
    assertTrue(ink(with) > 1.5 * ink(DecisionPicture.of(DECISION)));
  }

  /** Dark pixels of the legend. */
  private static long ink(BufferedImage picture) {
    long count = 0;
    for (int x = 0; x < picture.getWidth(); x++) {
      for (int y = picture.getHeight() - 40; y < picture.getHeight(); y++) {
        count += (picture.getRGB(x, y) & 255) < 100 ? 1 : 0;
      }
    }
    return count;
  }
}
