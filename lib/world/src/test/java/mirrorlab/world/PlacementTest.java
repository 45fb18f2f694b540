package mirrorlab.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Workspace;
import org.junit.jupiter.api.Test;

/** Scenes whose objects overlap or are out of reach are drawn again, a bounded number of times. */
class PlacementTest {
  private static final double ARM = 0.855; // metres from a Panda's shoulder to its wrist

  @Test
  void whatIsOutOfReachIsDrawnAgain() {
    // Of the region a third is too far, so that without drawing again one of these would be.
    for (int seed = 0; seed < 20; seed++) {
      try (World world = World.create(new Distant(0), 0, seed)) {
        Pose ball = world.pose("ball");
        double level = Math.hypot(ball.x() + 0.31, ball.y());
        assertTrue(Math.hypot(level, 0.333 - 0.21) < ARM, "seed " + seed + ": " + ball);
      }
    }
  }

  @Test
  void aSceneThatIsAlwaysOutOfReachIsAnErrorThatNamesIt() {
    assertRefused(new Distant(5), "the gripper does not reach Pose[");
  }

  @Test
  void aSceneThatIsAlwaysTooFullIsAnErrorThatNamesIt() {
    assertRefused(new Crowded(20), "no room for an object of radius 0.1 m");
  }

  @Test
  void aSceneThatIsSometimesTooFullIsDrawnAgain() {
    Task crowded = new Crowded(9);
    int full = 0;
    for (int seed = 0; seed < 20; seed++) {
      World.create(crowded, 0, seed).close();
      try {
        crowded.build(new Scene("drawn once", List.of(), new SplittableRandom(seed)), 0);
      } catch (Scene.NoRoomException e) {
        full++;
      }
    }
    assertTrue(full > 2, "only " + full + " of 20 scenes were too full when drawn once");
  }

  @Test
  void touchingBodiesTouch() {
    try (World world = World.create(new Distant(0), 0, 1)) {
      assertTrue(world.touch("ball", "world"));
      assertTrue(world.touch("world", "ball"));
      Puppet.put(world, "ball", Puppet.upright(0.2, 0, 1));
      assertFalse(world.touch("ball", "world"));
    }
  }

  @Test
  void aCarriedBodyComesToWhereItIsWanted() {
    try (World world = World.create(new Distant(0), 0, 1)) {
      // As if it lay in the hand, 2 cm beside the middle and turned.
      Pose hand = world.gripper();
      Puppet.put(world, "ball", hand.plus(0.02, 0, 0).turned(0.4));
      Pose wanted = Puppet.upright(0.2, 0.1, 0.9).turned(-1);
      Pose gripper = world.carry("ball", wanted);
      Pose ball = gripper.times(world.pose("ball").in(hand));
      assertEquals(0, ball.distance(wanted), 1e-9);
      double[] turn = ball.turnTo(wanted);
      assertEquals(0, Math.hypot(Math.hypot(turn[0], turn[1]), turn[2]), 1e-9);
    }
  }

  private static void assertRefused(Task task, String why) {
    String message =
        assertThrows(IllegalStateException.class, () -> World.create(task, 0, 42)).getMessage();
    assertTrue(message.contains(task.id() + ", variation 0, seed 42"), message);
    assertTrue(message.contains("50 draws") && message.contains(why), message);
  }

  /**
   * A ball anywhere in and out of reach.
   *
   * @param farther metres beyond the ball that the gripper is to reach
   */
  private record Distant(double farther) implements Stub {
    @Override
    public Goal build(Scene scene, int variation) {
      Spot spot = scene.place(new Region(0.2, 0.69, -0.45, 0.45, 0), 0);
      scene.add(
          String.format(
              Locale.ROOT,
              """
          <body name="ball" %s><freejoint name="ball"/><geom size=".03" mass=".1"/></body>
          """,
              spot.at(0.03)));
      double height = Workspace.TABLE_HEIGHT + 0.03;
      return new Nothing(List.of(Pose.down(spot.x() + farther, spot.y(), height, 0)));
    }
  }

  /** Many things on one table. */
  private record Crowded(int things) implements Stub {
    @Override
    public Goal build(Scene scene, int variation) {
      scene.places(things, new Region(0, 0.6, -0.3, 0.3, 0), 0.1);
      return new Nothing(List.of());
    }
  }

  private record Nothing(List<Pose> poses) implements Goal {
    @Override
    public boolean reached(World world) {
      return false;
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      robot.open(world.gripper());
    }

    @Override
    public List<Pose> waypoints(World world) {
      return poses;
    }
  }

  private interface Stub extends Task {
    @Override
    default String id() {
      return "stub";
    }

    @Override
    default String displayName() {
      return "Stub";
    }

    @Override
    default int variations() {
      return 1;
    }

    @Override
    default List<String> instructions(int variation) {
      return List.of("do nothing", "rest", "wait");
    }
  }
}
