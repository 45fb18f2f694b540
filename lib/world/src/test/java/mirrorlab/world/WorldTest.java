package mirrorlab.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Image;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Proprioception;
import mirrorlab.episode.View;
import mirrorlab.episode.Workspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final double TABLE = Workspace.TABLE_HEIGHT;

  private World world;

  @BeforeEach
  void open() {
    world = World.create(new Empty(now -> {}), 0, 0);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theGripperReachesDownToTheWholeTable() {
    for (double[] place : corners()) {
      for (double height : new double[] {0.25, 0.02}) {
        Pose pose = Pose.down(place[0], place[1], TABLE + height, 0.5);
        world.execute(new Keyframe(pose, true, false));
        assertEquals(0, world.gripper().distance(pose), 0.003);
        assertEquals(0.5, world.gripper().yaw(), 0.01);
      }
    }
  }

  @Test
  void theFingersFollowTheKeyframe() {
    Pose here = world.gripper();
    assertEquals(0.04, world.observe().proprioception().finger1(), 0.001);
    world.execute(new Keyframe(here, false, false));
    Proprioception closed = world.observe().proprioception();
    assertFalse(closed.gripperOpen());
    assertEquals(0, closed.finger1(), 0.002);
    assertEquals(0, closed.finger2(), 0.002);
    assertTrue(world.closedOnNothing());
    world.execute(new Keyframe(here, true, false));
    assertTrue(world.observe().proprioception().gripperOpen());
    assertEquals(0.04, world.observe().proprioception().finger2(), 0.001);
  }

  @Test
  void aPoseOutsideTheWorkspaceIsUnreachable() {
    assertUnreachable(Pose.down(0.8, 0, 1, 0), "outside the workspace");
  }

  @Test
  void aPoseBeyondTheArmIsUnreachable() {
    assertUnreachable(Pose.down(0.7, 0.5, 1.6, 0), "no joint angles");
  }

  @Test
  void theTableStopsTheHand() {
    world.execute(new Keyframe(Pose.down(0.2, 0, TABLE + 0.05, 0), true, false));
    assertUnreachable(Pose.down(0.2, 0, TABLE - 0.1, 0), "something stopped the gripper");
    assertTrue(world.gripper().z() > TABLE - 0.002, world.gripper().toString());
  }

  @Test
  void whereThereIsNothingToGoThroughTheGripperGoesStraight() {
    Pose start = Pose.down(0.1, -0.2, TABLE + 0.1, 0);
    Pose end = Pose.down(0.3, 0.2, TABLE + 0.3, 0);
    List<Pose> way = new ArrayList<>();
    try (World other = World.create(new Empty(now -> way.add(now.gripper())), 0, 0)) {
      other.execute(new Keyframe(start, true, false));
      way.clear();
      other.execute(new Keyframe(end, true, false));
    }
    for (Pose pose : way) {
      double fraction = (pose.x() - start.x()) / (end.x() - start.x());
      assertEquals(0, pose.distance(start.towards(end, fraction)), 0.01, pose.toString());
    }
  }

  @Test
  void everyFixedCameraSeesTheTableAtItsTrueDistance() {
    for (Camera camera : Camera.values()) {
      if (camera == Camera.WRIST) {
        continue;
      }
      View view = world.view(camera, 64, 64);
      for (double[] place : corners()) {
        double[] pixel = view.projection().project(new double[] {place[0], place[1], TABLE});
        int column = (int) pixel[0];
        int row = (int) pixel[1];
        String where = camera + " " + column + " " + row;
        assertTrue(column >= 2 && column < 62 && row >= 2 && row < 62, where);
        assertEquals(pixel[2], view.depth()[64 * row + column] / 1000.0, 0.03, where);
      }
    }
  }

  @Test
  void anObservationHasOneViewOfEachOfThePolicysCameras() {
    Observation observation = world.observe();
    assertEquals(Camera.POLICY, observation.views().stream().map(View::camera).toList());
    assertEquals(world.gripper().inFloats(), observation.proprioception().gripper());
  }

  @Test
  void theVideoGoesFromTheFirstMomentToThePresentAndKeepsThePastsColours() {
    Image before = world.view(Camera.OBSERVER, 48, 32).image();
    world.execute(new Keyframe(Pose.down(0.2, 0.1, TABLE + 0.1, 0), true, false));
    world.paint("table", Colour.RED);
    world.execute(new Keyframe(Pose.down(0.2, 0, TABLE + 0.1, 0), true, false));
    Image now = world.view(Camera.OBSERVER, 48, 32).image();
    List<Image> video = world.video(5, Camera.OBSERVER, 48, 32);
    assertEquals(5, video.size());
    assertArrayEquals(now.rgb(), video.get(4).rgb());
    assertArrayEquals(now.rgb(), world.view(Camera.OBSERVER, 48, 32).image().rgb());
    // The first moment is one control step after the beginning.
    assertEquals(0, meanDifference(before, video.get(0)), 0.5);
  }

  @Test
  void anUnknownVariationIsRefusedWithThoseThereAre() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> World.create(Tasks.named("open_drawer"), 3, 0))
            .getMessage();
    assertEquals("variation is 3; open_drawer has 0 to 2", message);
  }

  private void assertUnreachable(Pose pose, String why) {
    String message =
        assertThrows(
                UnreachableException.class, () -> world.execute(new Keyframe(pose, true, false)))
            .getMessage();
    assertTrue(message.contains(why), message);
  }

  private static double[][] corners() {
    Region table = Region.TABLE;
    return new double[][] {
      {table.xLow(), table.yLow()},
      {table.xLow(), table.yHigh()},
      {table.xHigh(), table.yLow()},
      {table.xHigh(), table.yHigh()}
    };
  }

  private static double meanDifference(Image a, Image b) {
    double sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      sum += Math.abs((a.rgb()[i] & 255) - (b.rgb()[i] & 255));
    }
    return sum / a.rgb().length;
  }
}
