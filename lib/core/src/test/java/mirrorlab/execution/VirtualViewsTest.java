package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import mirrorlab.episode.Pose;
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
  void fromAboveWhatLiesUnderTheCropIsSeenToo() {
    float[] out = views.render(cloud(1.5f, 2.5f, -4, 5.5f, 2.5f, -100, 6.5f, 2.5f, 9));
    float[] colours = {50 / 127.5f - 1, 100 / 127.5f - 1};
    int[] rows = {6, 2};
    float[] heights = {-2, -3}; // the second lies deeper than is told
    for (int i = 0; i < 2; i++) {
      assertEquals(colours[i], at(out, ViewPoint.TOP, 3, rows[i], 5), 1e-6);
      assertEquals(heights[i], at(out, ViewPoint.TOP, 2, rows[i], 5), 1e-6);
      assertEquals(0, at(out, ViewPoint.TOP, 6, rows[i], 5), "no nearer than the crop's floor");
    }
    assertEquals(-1, at(out, ViewPoint.TOP, 6, 1, 5), "over the crop nothing is seen");
    for (int i = 0; i < 64; i++) {
      assertEquals(-1, at(out, ViewPoint.FRONT, 6, i / 8, i % 8));
      assertEquals(-1, at(out, ViewPoint.LEFT, 6, i / 8, i % 8));
    }
  }

  @Test
  void whatIsInTheCropHidesWhatLiesUnderIt() {
    float[] out = views.render(cloud(1.5f, 2.5f, -4, 1.5f, 2.5f, 3.5f));
    assertEquals(3.5f / 8, at(out, ViewPoint.TOP, 6, 6, 5), 1e-6);
    assertEquals(100 / 127.5f - 1, at(out, ViewPoint.TOP, 3, 6, 5), 1e-6);
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
  void aPointIsAsLargeSeenCloselyButHidesNoOther() {
    // Pixels of 6 mm: a point of colour 1 in cell (4, 4, 4), another of colour 2 at (4, 5, 0).
    VirtualViews close =
        new VirtualViews(new Crop(new double[3], new double[] {0.048, 0.048, 0.048}), 8);
    float[] out = close.render(cloud(0.027f, 0.027f, 0.027f, 0.027f, 0.033f, 0.001f));
    float first = 50 / 127.5f - 1;
    float second = 100 / 127.5f - 1;
    // From above in row 8−4−1, in columns 8−4−1 and 8−5−1; the second is far under the first.
    assertEquals(first, at(out, ViewPoint.TOP, 3, 3, 3), 1e-6);
    assertEquals(second, at(out, ViewPoint.TOP, 3, 3, 2), 1e-6);
    // Empty neighbours of both show the nearer one.
    assertEquals(first, at(out, ViewPoint.TOP, 3, 2, 3), 1e-6);
    assertEquals(first, at(out, ViewPoint.TOP, 3, 2, 2), 1e-6);
    assertEquals(first, at(out, ViewPoint.TOP, 3, 4, 4), 1e-6);
    assertEquals(second, at(out, ViewPoint.TOP, 3, 2, 1), 1e-6);
    assertEquals(0.027f / 0.048f, at(out, ViewPoint.TOP, 6, 2, 3), 1e-6);
    // Two pixels away nothing is seen; location is each pixel's own.
    assertEquals(-1, at(out, ViewPoint.TOP, 6, 1, 3));
    assertEquals(-1, at(out, ViewPoint.TOP, 6, 3, 5));
    assertEquals(-0.375f, at(out, ViewPoint.TOP, 9, 2, 3));
  }

  @Test
  void aPointAtTheBorderDoesNotShowAtTheOtherSide() {
    VirtualViews close =
        new VirtualViews(new Crop(new double[3], new double[] {0.048, 0.048, 0.048}), 8);
    float[] out = close.render(cloud(0.027f, 0.001f, 0.027f)); // from above (3, 7)
    assertEquals(0.027f / 0.048f, at(out, ViewPoint.TOP, 6, 2, 6), 1e-6);
    for (int row = 0; row < 8; row++) {
      assertEquals(-1, at(out, ViewPoint.TOP, 6, row, 0));
    }
  }

  /**
   * The rings around a place in a cloud on a table of 16×16 cm that is drawn with pixels of 2 cm.
   */
  private static float[] rings(PointCloud cloud, double x, double y) {
    VirtualViews table =
        new VirtualViews(new Crop(new double[3], new double[] {0.16, 0.16, 0.16}), 8);
    float[] views = new float[2 * table.length()]; // of two scenes the second is asked for
    table.render(cloud, Se3Augmentation.NONE, views, table.length());
    float[] out = new float[1 + VirtualViews.RING_CHANNELS * 72];
    table.rings(views, table.length(), x, y, out, 1);
    assertEquals(0, out[0]);
    return Arrays.copyOfRange(out, 1, out.length);
  }

  /** Red, green, blue and nearness at a radius in millimetres, in a direction in degrees. */
  private static float[] at(float[] rings, int radius, int direction) {
    float[] four = new float[4];
    for (int k = 0; k < 4; k++) {
      four[k] = rings[(k * 20 + radius / 5 - 1) * 72 + direction / 5];
    }
    return four;
  }

  private static final float[] NOTHING = {0, 0, 0, -1};

  @Test
  void ringsShowAThingInItsDirectionAtItsDistance() {
    // Red, 4 cm high, on the pixel x 8–10 cm, y 12–14 cm; asked at (9, 7.1) cm.
    PointCloud red = new PointCloud(new float[] {.09f, .13f, .04f}, new byte[] {-1, 0, 0});
    float[] rings = rings(red, 0.09, 0.071);
    int seen = 0;
    for (int radius = 5; radius <= 100; radius += 5) {
      // Towards y it begins after 4.9 cm and ends after 6.9 cm.
      boolean there = radius >= 50 && radius <= 65;
      float[] expected = there ? new float[] {1, -1, -1, 0.25f} : NOTHING;
      assertArrayEquals(expected, at(rings, radius, 90), 1e-6f, radius + " mm towards y");
      for (int other : new int[] {0, 180, 270}) {
        assertArrayEquals(NOTHING, at(rings, radius, other), other + "°");
      }
      for (int direction = 0; direction < 360; direction += 5) {
        seen += at(rings, radius, direction)[3] > 0 ? 1 : 0;
      }
    }
    // At 5, 5.5, 6 and 6.5 cm the pixel reaches 11°, 10.5°, 9.6° and 8.8° to either side.
    assertEquals(5 + 5 + 3 + 3, seen);
  }

  @Test
  void beyondTheBorderRingsShowNothing() {
    float[] everywhere = new float[3 * 64];
    for (int i = 0; i < 64; i++) {
      everywhere[3 * i] = 0.01f + 0.02f * (i / 8);
      everywhere[3 * i + 1] = 0.01f + 0.02f * (i % 8);
      everywhere[3 * i + 2] = 0.04f;
    }
    float[] rings = rings(new PointCloud(everywhere, new byte[3 * 64]), 0.091, 0.05);
    float[] black = {-1, -1, -1, 0.25f};
    for (int radius = 5; radius <= 100; radius += 5) {
      assertArrayEquals(radius < 69 ? black : NOTHING, at(rings, radius, 0), radius + " mm");
      assertArrayEquals(radius < 91 ? black : NOTHING, at(rings, radius, 180), radius + " mm");
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
    float[] place = views.project(Pose.down(1.5, 2.5, 3.5, 0));
    assertArrayEquals(new float[] {5.5f, 6.5f, 2.5f, 4.5f, 6.5f, 4.5f}, place, 1e-6f);
    assertThrows(IllegalArgumentException.class, () -> views.project(Pose.down(9, 0, 0, 0)));
  }

  @Test
  void pointsAndActionMoveTogether() {
    Se3Augmentation motion = Se3Augmentation.about(views.crop(), Math.PI / 2, 0.5, -0.25, 1);
    // A quarter turn about (4, 4): (1, 2) → (6, 1), then shifted.
    Pose moved = motion.apply(Pose.down(1, 2, 3, 0.3));
    assertArrayEquals(
        new double[] {6.5, 0.75, 4, 0.3 + Math.PI / 2},
        new double[] {moved.x(), moved.y(), moved.z(), moved.yaw()},
        1e-9);
    float[] out = new float[views.length()];
    views.render(cloud(1, 2, 3), motion, out, 0);
    float[] pixel = views.project(moved);
    assertEquals(4f / 8, at(out, ViewPoint.TOP, 6, (int) pixel[1], (int) pixel[0]), 1e-6);
  }

  @Test
  void randomMotionsStayInBoundsAndKeepTheActionInside() {
    Random random = new Random(1);
    Pose action = Pose.down(0.57, 0, 0.9, 0);
    double most = 0;
    for (int i = 0; i < 200; i++) {
      Pose moved = Se3Augmentation.random(Crop.TABLE, action, random).apply(action);
      assertTrue(Crop.TABLE.contains(moved, 0.02));
      most = Math.max(most, Math.abs(moved.yaw()));
    }
    assertEquals(7.8, Math.toDegrees(most), 0.2);
  }
}
