package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Proprioception;
import mirrorlab.episode.Step;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final PolicySize TINY = Sizes.TINY;
  private static final int SIDE = TINY.pixels();
  private static final Step STEP = BlockWorld.episode(3).steps().get(1);

  private static Batch batch(int size, long seed) {
    Sample sample = Sample.of(STEP, new int[] {1, 4, 2});
    return Batch.of(Collections.nCopies(size, sample), TINY, new SplittableRandom(seed));
  }

  @Test
  void everyLabelSumsToOne() {
    Batch batch = batch(4, 0);
    for (float[] action : batch.actions()) {
      assertEquals(4, sum(action), 1e-4);
    }
    assertEquals(4 * 3, sum(batch.coarse().heatmaps()), 1e-4);
    assertEquals(4 * 3, sum(batch.fine().heatmaps()), 1e-4);
  }

  @Test
  void rotationInputsAreAtMostTwoBinsOff() {
    Batch batch = batch(200, 1);
    boolean[] seen = new boolean[5];
    for (int i = 0; i < 200; i++) {
      int off = Math.floorMod(batch.given()[3 * i] - Rotation.BINS / 2 + 2, Rotation.BINS);
      seen[off] = true; // the demonstrated gripper points down: rotation x is 180°
    }
    assertArrayEquals(new boolean[] {true, true, true, true, true}, seen);
  }

  @Test
  void theFineHeatmapsPeakWhereTheFeaturesAreRead() {
    Batch batch = batch(8, 2);
    VirtualViews views = new VirtualViews(TINY.crop(), SIDE); // for its pixels alone
    for (int i = 0; i < 8; i++) {
      float[] pixels = views.project(down(views.world(peak(batch.fine(), i))));
      for (int k = 0; k < 6; k++) {
        assertEquals(pixels[k], batch.points()[6 * i + k] * SIDE, 0.7);
      }
    }
  }

  @Test
  void theFineCubeIsOffByACentimetreAndNowAndThenAtANeighbour() {
    int count = 300;
    Batch batch = batch(count, 3);
    // Of the cube's height three quarters lie under the middle.
    double[] middle = {0.5, 0.5, 0.75};
    double[] largest = new double[3];
    int neighbours = 0;
    for (int i = 0; i < count; i++) {
      double[] off = peak(batch.fine(), i);
      for (int axis = 0; axis < 3; axis++) {
        off[axis] = Math.abs(off[axis] / SIDE - middle[axis]) * TINY.closer();
        largest[axis] = Math.max(largest[axis], off[axis]);
      }
      neighbours += Math.max(off[0], off[1]) > 0.04 + 2e-4 ? 1 : 0;
    }
    // Off by up to 8 cm in x and y, a quarter of the times: of these ¾ are over 4 cm in either.
    assertEquals(0.25 * 0.75, (double) neighbours / count, 0.06);
    assertTrue(largest[0] > 0.06 && largest[0] < 0.08 + 2e-4, "x " + largest[0]);
    assertTrue(largest[1] > 0.06 && largest[1] < 0.08 + 2e-4, "y " + largest[1]);
    assertTrue(largest[2] > 0.02 && largest[2] < 0.04 + 2e-4, "z " + largest[2]);
  }

  @Test
  void bothStagesSeeTheSameHandAndAction() {
    Batch batch = batch(8, 4);
    Crop crop = TINY.crop();
    for (int i = 0; i < 8; i++) {
      double[] coarse = peak(batch.coarse(), i);
      double[] fine = peak(batch.fine(), i);
      for (int axis = 0; axis < 3; axis++) {
        int at = i * SceneEncoder.STATE + axis;
        double hand = (batch.coarse().robot()[at] + 1) / 2 * crop.size(axis);
        double action = coarse[axis] / SIDE * crop.size(axis);
        double handClosely = (batch.fine().robot()[at] + 1) / 2 * TINY.closer();
        double actionClosely = fine[axis] / SIDE * TINY.closer();
        // To the accuracy with which a pixel of 2.5 cm says where the action is.
        assertEquals(hand - action, handClosely - actionClosely, 0.002, "from action to hand");
      }
    }
  }

  @Test
  void theFineViewsShowOnlyWhatIsNearTheAction() {
    Batch.Stage fine = batch(1, 5).fine();
    Batch.Stage coarse = batch(1, 5).coarse();
    // The top view's share of pixels in which something is seen: the block and table around it.
    assertTrue(seen(fine) > 0.9, "closely " + seen(fine));
    assertTrue(seen(coarse) > 0.5 && seen(coarse) < 1, "from afar " + seen(coarse));
    assertFalse(Arrays.equals(fine.views(), coarse.views()));
  }

  private static double seen(Batch.Stage stage) {
    int pixels = SIDE * SIDE;
    int seen = 0;
    for (int i = 0; i < pixels; i++) {
      seen += stage.views()[6 * pixels + i] >= 0 ? 1 : 0;
    }
    return (double) seen / pixels;
  }

  @Test
  void theRingsShowWhatLiesAroundTheAction() {
    Batch batch = batch(8, 6);
    int pixels = SIDE * SIDE;
    int ring = Rotation.BINS;
    int radii = VirtualViews.RING_CHANNELS / 4;
    for (int i = 0; i < 8; i++) {
      int column = (int) (batch.points()[6 * i] * SIDE);
      int row = (int) (batch.points()[6 * i + 1] * SIDE);
      for (int k = 0; k < 3; k++) {
        int channel = 3 * i * VirtualViews.CHANNELS + 3 + k; // of the top view
        float block = batch.fine().views()[channel * pixels + row * SIDE + column];
        int at = (4 * i + k) * radii * ring;
        int same = 0;
        for (int a = 0; a < ring; a++) {
          assertEquals(block, batch.rings()[at + a], "5 mm from the block's middle");
          same += batch.rings()[at + (radii - 1) * ring + a] == block ? 1 : 0;
        }
        assertTrue(same < ring / 4, "10 cm from the middle of a block of 8 cm");
      }
    }
  }

  @Test
  void theRobotsStateIsDescribedInTheCropsUnits() {
    float[] out = new float[12];
    Crop crop = new Crop(new double[] {0, 0, 0}, new double[] {1, 2, 4});
    Proprioception felt = new Proprioception(Pose.down(1, 1, 1, 0), true, 0.04, 0.02);
    Batch.describe(felt, crop, out, 0);
    assertArrayEquals(new float[] {1, 0, -0.5f, 1, 0, 0, 0, -1, 0, 1, 1, 0.5f}, out, 1e-6f);
  }

  @Test
  void theSameStepGivesTheSameBatch() {
    assertArrayEquals(batch(3, 7).coarse().views(), batch(3, 7).coarse().views());
    assertArrayEquals(batch(3, 7).fine().views(), batch(3, 7).fine().views());
    assertFalse(Arrays.equals(batch(3, 7).fine().views(), batch(3, 8).fine().views()));
    assertEquals(List.of(1, 4, 2), Arrays.stream(batch(1, 0).words()).boxed().toList());
  }

  private static Pose down(double[] place) {
    return Pose.down(place[0], place[1], place[2], 0);
  }

  /** Where a sample's labels have their peak, in the crop's units. */
  private static double[] peak(Batch.Stage stage, int sample) {
    return Heatmaps.peak(log(stage.heatmaps()), sample * 3 * SIDE * SIDE, SIDE);
  }

  private static float sum(float[] labels) {
    float sum = 0;
    for (float p : labels) {
      sum += p;
    }
    return sum;
  }

  private static float[] log(float[] labels) {
    float[] out = new float[labels.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.log(labels[i] + 1e-12);
    }
    return out;
  }
}
