package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import mirrorlab.data.Step;
import mirrorlab.world.Pose;
import mirrorlab.world.Proprioception;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final PolicySize TINY = new PolicySize(Crop.TABLE, 32, 8, 16, 32, 2, 64, 1, 1, 1);
  private static final Step STEP = BlockWorld.episode(3).steps().get(1);

  private static Batch batch(int size, long seed) {
    Sample sample = Sample.of(STEP, new int[] {1, 4, 2});
    return Batch.of(Collections.nCopies(size, sample), TINY, new SplittableRandom(seed));
  }

  @Test
  void everyLabelSumsToOne() {
    Batch batch = batch(4, 0);
    for (int k = 0; k < 5; k++) {
      float sum = 0;
      for (float p : batch.actions()[k]) {
        sum += p;
      }
      assertEquals(4, sum, 1e-4);
    }
  }

  @Test
  void rotationInputsAreAtMostTwoBinsOff() {
    Batch batch = batch(200, 1);
    boolean[] seen = new boolean[5];
    for (int i = 0; i < 200; i++) {
      int off = Math.floorMod(batch.given()[4 * i] - Rotation.BINS / 2 + 2, Rotation.BINS);
      seen[off] = true; // the demonstrated gripper points down: rotation x is 180°
    }
    assertArrayEquals(new boolean[] {true, true, true, true, true}, seen);
  }

  @Test
  void theHeatmapsPeakWhereTheFeaturesAreRead() {
    Batch batch = batch(8, 2);
    VirtualViews views = new VirtualViews(TINY.crop(), TINY.pixels());
    for (int i = 0; i < 8; i++) {
      double[] peak = Heatmaps.peak(log(batch.heatmaps()), i * 3 * 32 * 32, 32);
      float[] pixels = views.project(views.world(peak));
      for (int k = 0; k < 6; k++) {
        assertEquals(pixels[k], batch.points()[6 * i + k] * 32, 0.7);
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
    assertArrayEquals(batch(3, 7).views(), batch(3, 7).views());
    assertTrue(!java.util.Arrays.equals(batch(3, 7).views(), batch(3, 8).views()));
    assertEquals(List.of(1, 4, 2), java.util.Arrays.stream(batch(1, 0).words()).boxed().toList());
  }

  private static float[] log(float[] labels) {
    float[] out = new float[labels.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.log(labels[i] + 1e-12);
    }
    return out;
  }
}
