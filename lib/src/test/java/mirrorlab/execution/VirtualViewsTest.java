package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import mirrorlab.world.Pose;
import org.junit.jupiter.api.Test;

class VirtualViewsTest {
  /** A crop of 8×8×8 cells of one metre. */
  private final VirtualViews views =
      new VirtualViews(new Crop(new double[3], new double[] {8, 8, 8}), 8);

  private static PointCloud cloud(float... xyz) {
    byte[] rgb = new byte[xyz.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (50 * (i / 3 + 1));
    }
    return new PointCloud(xyz, rgb);
  }

  private float at(float[] out, ViewPoint side, int channel, int row, int column) {
    return out[((side.ordinal() * VirtualViews.CHANNELS + channel) * 8 + row) * 8 + column];
  }

  @Test
  void eachViewShowsAPointWhereItsDirectionsSay() {
    float[] out = views.render(cloud(1.5f, 2.5f, 3.5f));
    float colour = 50 / 127.5f - 1;
    assertEquals(colour, at(out, ViewPoint.TOP, 3, 6, 5), 1e-6); // row 8−x, column 8−y
    assertEquals(colour, at(out, ViewPoint.FRONT, 3, 4, 2), 1e-6); // row 8−z, column y
    assertEquals(colour, at(out, ViewPoint.LEFT, 3, 4, 6), 1e-6); // row 8−z, column 8−x
    for (ViewPoint side : ViewPoint.values()) {
      int seen = 0;
      for (int i = 0; i < 64; i++) {
        seen += at(out, side, 6, i / 8, i % 8) >= 0 ? 1 : 0;
      }
      assertEquals(1, seen, side + " shows one pixel");
    }
  }

  @Test
  void theNearestPointWinsInEachView() {
    float[][] pairs = {{1.5f, 1.5f, 6.5f}, {6.5f, 1.5f, 1.5f}, {1.5f, 6.5f, 1.5f}};
    for (ViewPoint side : ViewPoint.values()) {
      float[] near = pairs[side.ordinal()];
      float[] both = {near[0], near[1], near[2], 1.5f, 1.5f, 1.5f};
      float[] reversed = {1.5f, 1.5f, 1.5f, near[0], near[1], near[2]};
      float[] place = {1.5f, 1.5f, 1.5f};
      int row = (int) side.row(place, 8);
      int column = (int) side.column(place, 8);
      for (float[] order : new float[][] {both, reversed}) {
        float[] out = views.render(cloud(order));
        assertEquals(6.5f / 8, at(out, side, 6, row, column), 1e-6);
        assertEquals(6.5f / 4 - 1, at(out, side, side.depthAxis, row, column), 1e-6);
      }
    }
  }

  @Test
  void emptyPixelsAndLocationChannelsAreAsStated() {
    float[] out = views.render(cloud(100, 100, 100));
    assertEquals(0, at(out, ViewPoint.FRONT, 0, 3, 3));
    assertEquals(-1, at(out, ViewPoint.FRONT, 6, 3, 3));
    assertEquals(1, at(out, ViewPoint.LEFT, 7, 3, 3));
    assertEquals(-0.875f, at(out, ViewPoint.TOP, 8, 3, 0));
    assertEquals(0.875f, at(out, ViewPoint.TOP, 9, 7, 3));
  }

  @Test
  void anActionIsProjectedToThePixelThatShowsAPointThere() {
    float[] place = views.project(1.5, 2.5, 3.5);
    assertArrayEquals(new float[] {5.5f, 6.5f, 2.5f, 4.5f, 6.5f, 4.5f}, place, 1e-6f);
    assertThrows(IllegalArgumentException.class, () -> views.project(9, 0, 0));
  }

  @Test
  void pointsAndActionMoveTogether() {
    SceneMotion motion = SceneMotion.about(views.crop(), Math.PI / 2, 0.5, -0.25, 1);
    // A quarter turn about (4, 4): (1, 2) → (6, 1), then shifted.
    Pose moved = motion.apply(Pose.down(1, 2, 3, 0.3));
    assertArrayEquals(
        new double[] {6.5, 0.75, 4, 0.3 + Math.PI / 2},
        new double[] {moved.x(), moved.y(), moved.z(), moved.yaw()},
        1e-9);
    float[] out = new float[views.length()];
    views.render(cloud(1, 2, 3), motion, out, 0);
    float[] pixel = views.project(moved.x(), moved.y(), moved.z());
    assertEquals(4f / 8, at(out, ViewPoint.TOP, 6, (int) pixel[1], (int) pixel[0]), 1e-6);
  }

  @Test
  void randomMotionsStayInBoundsAndKeepTheActionInside() {
    java.util.Random random = new java.util.Random(1);
    Pose action = Pose.down(0.63, 0, 0.9, 0);
    for (int i = 0; i < 200; i++) {
      SceneMotion motion = SceneMotion.random(Crop.TABLE, action, random);
      assertEquals(true, Crop.TABLE.contains(motion.apply(action), 0.02));
      assertEquals(true, Math.abs(motion.apply(action).yaw()) <= Math.toRadians(25) + 1e-9);
    }
  }
}
