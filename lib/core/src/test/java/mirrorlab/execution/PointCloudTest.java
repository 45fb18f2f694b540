package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Image;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Projection;
import mirrorlab.episode.Proprioception;
import mirrorlab.episode.View;
import org.junit.jupiter.api.Test;

class PointCloudTest {
  /** A 2×2 camera at (0.2, 0, 1.752), one metre over the table, that looks down with up = +x. */
  private static Observation fromAbove(int... millimetres) {
    double[] rotation = {0, 1, 0, -1, 0, 0, 0, 0, 1};
    Projection camera = new Projection(2, 2, 4, new double[] {0.2, 0, 1.752}, rotation);
    byte[] rgb = {10, 20, 30, 40, 50, 60, 70, 80, 90, (byte) 200, (byte) 210, (byte) 220};
    char[] depth = new char[4];
    for (int i = 0; i < 4; i++) {
      depth[i] = (char) millimetres[i];
    }
    View view = new View(Camera.WRIST, camera, new Image(2, 2, rgb), depth);
    return new Observation(
        List.of(view), new Proprioception(Pose.down(0.2, 0, 1.2, 0), true, 0.04, 0.04));
  }

  @Test
  void pixelsBecomePointsInTheWorldWithTheirColours() {
    PointCloud cloud = PointCloud.of(fromAbove(0, 0, 0, 800));
    // Pixel (1, 1): half a pixel right (−y) and half a pixel down (−x) of the axis, 0.8 m away.
    assertEquals(1, cloud.size());
    assertEquals(0.2 - 0.1, cloud.at(0, 0), 1e-6);
    assertEquals(-0.1, cloud.at(0, 1), 1e-6);
    assertEquals(0.952, cloud.at(0, 2), 1e-6);
    assertEquals(200, cloud.colour(0, 0));
    assertEquals(220, cloud.colour(0, 2));
  }

  @Test
  void flatMarkingsOnTheTableAreKept() {
    PointCloud cloud = PointCloud.of(fromAbove(999, 1000, 0, 0));
    assertEquals(2, cloud.size());
    assertEquals(0.753, cloud.at(0, 2), 1e-6);
    assertEquals(10, cloud.colour(0, 0));
  }

  @Test
  void whatLiesUnderTheTableIsDropped() {
    // Depth is off by millimetres; a centimetre under the top there is nothing to see.
    assertEquals(1, PointCloud.of(fromAbove(1005, 1015, 1200, 3000)).size());
  }

  @Test
  void whatIsFarFromTheWorkspaceIsDropped() {
    // Pixel (0, 0) at 6 m would be under the floor, at 100 mm over the workspace.
    assertEquals(0, PointCloud.of(fromAbove(6000, 100, 0, 0)).size());
  }
}
