package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mirrorlab.episode.Pose;
import mirrorlab.world.Choice;
import mirrorlab.world.Goal;
import mirrorlab.world.Region;
import mirrorlab.world.Robot;
import mirrorlab.world.Scene;
import mirrorlab.world.Spot;
import mirrorlab.world.Task;
import mirrorlab.world.World;

/**
 * A wine bottle and a rack in which three bottles can lean side by side: put it into the named
 * slot. Left and right are the robot's own.
 */
@AutoService(Task.class)
public final class PlaceWineAtRackLocation implements Task {
  // In the order of the variations.
  private static final List<String> SLOTS = List.of("middle", "left", "right");

  private static final List<Double> ASIDE = List.of(0.0, 0.1, -0.1); // metres to the robot's left

  private static final Region RACK_PLACES = new Region(0.36, 0.4, -0.13, 0.13, Math.PI / 8);
  private static final double RACK_ROOM = 0.19; // metres around the rack's middle
  private static final Region BOTTLE_PLACES = new Region(0.05, 0.3, -0.28, 0.28, 0);
  private static final double BOTTLE_ROOM = 0.06; // metres around the bottle

  private static final double HELD = 0.213; // metres from the bottle's foot to the grasp point
  private static final double LIFT = 0.24; // metres, so that the bottle's foot clears the rack
  private static final double ABOVE = 0.18; // metres over a slot, for the same reason
  private static final double CENTRED = 0.02; // metres
  private static final double LEANING = Math.toRadians(15);

  @Override
  public String id() {
    return "place_wine_at_rack_location";
  }

  @Override
  public String displayName() {
    return "Place Wine";
  }

  @Override
  public int variations() {
    return SLOTS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String slot = SLOTS.get(variation);
    return List.of(
        "stack the wine bottle to the " + slot + " of the rack",
        "put the wine into the " + slot + " slot of the rack",
        "take the bottle and let it lean in the " + slot + " place of the wine rack");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    scene.prism("side", 0.012, -0.1, 0, 0.09, 0, 0.09, 0.06, -0.09, 0.16, -0.1, 0.16);
    StringBuilder slots = new StringBuilder();
    for (int i = 0; i < SLOTS.size(); i++) {
      // A slot's frame is the frame of a bottle in it.
      slots.append(
          String.format(
              Locale.ROOT,
              """
          <body name="%s" pos="0 %s 0">
            <geom type="box" size=".006 .04 .08" pos="-.041 0 .075" rgba=".7 .5 .3 1"/>
            <geom type="box" size=".04 .04 .006" pos="0 0 -.006" rgba=".6 .42 .24 1"/>
          </body>
          """,
              SLOTS.get(i),
              ASIDE.get(i)));
    }
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="rack" %s>
          <geom type="mesh" mesh="side" pos="0 .168 0" euler="1.5708 0 0" rgba=".45 .28 .15 1"/>
          <geom type="mesh" mesh="side" pos="0 -.156 0" euler="1.5708 0 0" rgba=".45 .28 .15 1"/>
          <body name="cradle" pos=".045 0 .05" euler="0 -.6109 0">
            <geom type="box" size=".026 .011 .08" pos="-.021 .15 .075" rgba=".45 .28 .15 1"/>
            <geom type="box" size=".026 .011 .08" pos="-.021 .05 .075" rgba=".45 .28 .15 1"/>
            <geom type="box" size=".026 .011 .08" pos="-.021 -.05 .075" rgba=".45 .28 .15 1"/>
            <geom type="box" size=".026 .011 .08" pos="-.021 -.15 .075" rgba=".45 .28 .15 1"/>
            %s
          </body>
        </body>
        """,
            scene.place(RACK_PLACES, RACK_ROOM).at(0),
            slots));
    Spot spot = scene.place(BOTTLE_PLACES, BOTTLE_ROOM);
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="bottle" %1$s>
          <freejoint name="bottle"/>
          <geom type="cylinder" size=".033 .075" pos="0 0 .075" mass=".2" rgba=".1 .3 .14 1"/>
          <geom type="sphere" size=".033" pos="0 0 .15" mass=".02" rgba=".1 .3 .14 1"/>
          <geom type="cylinder" size=".0135 .04" pos="0 0 .205" mass=".02" rgba=".1 .3 .14 1"/>
          <geom type="cylinder" size=".0334 .03" pos="0 0 .075" rgba=".95 .9 .75 1"
            contype="0" conaffinity="0" mass="0"/>
          <geom type="cylinder" size=".0142 .018" pos="0 0 .2275" rgba=".6 .08 .18 1"
            contype="0" conaffinity="0" mass="0"/>
        </body>
        """,
            spot.at(0.0005)));
    return new Placed(SLOTS.get(variation));
  }

  /**
   * @param wanted the slot in which the bottle is to lean
   */
  private record Placed(String wanted) implements Goal {
    @Override
    public boolean reached(World world) {
      Pose bottle = world.pose("bottle").in(world.pose(wanted));
      return Math.abs(bottle.x()) < CENTRED
          && Math.abs(bottle.y()) < CENTRED
          && Math.abs(bottle.z()) < CENTRED
          && bottle.tilt() < LEANING
          && world.touch("bottle", wanted)
          && !world.robotTouches("bottle");
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      Pose neck = neck(world.pose("bottle"));
      robot.open(neck.plus(0, 0, 0.1));
      robot.grip(neck);
      robot.closed(neck.plus(0, 0, LIFT));

      robot.closed(world.carry("bottle", over(world, wanted, ABOVE)));
      robot.release(world.carry("bottle", over(world, wanted, 0.005)));
    }

    /** The gripper pose at a bottle's neck. */
    private static Pose neck(Pose bottle) {
      return bottle.times(Pose.down(0, 0, HELD, 0));
    }

    /**
     * The pose of a bottle {@code height} metres above the slot, leaning as it does in the slot.
     */
    private static Pose over(World world, String slot, double height) {
      return world.pose(slot).plus(0, 0, height);
    }

    @Override
    public List<Pose> waypoints(World world) {
      List<Pose> poses = new ArrayList<>(List.of(neck(world.pose("bottle")).plus(0, 0, LIFT)));
      for (String slot : SLOTS) {
        poses.add(neck(over(world, slot, ABOVE)));
        poses.add(neck(over(world, slot, 0)));
      }
      return poses;
    }

    @Override
    public Choice choice() {
      return Choice.among(SLOTS, wanted);
    }

    @Override
    public List<Goal> alternatives() {
      return choice().wrong().stream().<Goal>map(Placed::new).toList();
    }
  }
}
