package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import mirrorlab.episode.Pose;
import mirrorlab.world.Choice;
import mirrorlab.world.Colour;
import mirrorlab.world.Goal;
import mirrorlab.world.Region;
import mirrorlab.world.Robot;
import mirrorlab.world.Scene;
import mirrorlab.world.Spot;
import mirrorlab.world.Task;
import mirrorlab.world.World;

/**
 * A lamp without a bulb, and a bulb in each of two holders: screw the bulb from the holder of the
 * named colour into the lamp. A bulb in the lamp shines yellow.
 */
@AutoService(Task.class)
public final class LightBulbIn implements Task {
  private static final List<Colour> COLOURS = List.of(Colour.values());

  private static final double LAMP_ROOM = 0.08; // metres around the lamp
  private static final double HOLDER_ROOM = 0.075; // metres around a holder
  private static final double IN_HOLDER = 0.069; // metres from a holder's foot to a bulb's glass
  private static final double IN_LAMP = 0.169; // metres from the lamp's foot to a bulb's glass
  private static final double PLAY = 0.006; // metres by which a bulb in the lamp may be off
  private static final double UPRIGHT = Math.toRadians(10);
  private static final double THREAD = 0.012; // metres by which screwing lowers the bulb

  @Override
  public String id() {
    return "light_bulb_in";
  }

  @Override
  public String displayName() {
    return "Screw Bulb";
  }

  @Override
  public int variations() {
    return COLOURS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String colour = COLOURS.get(variation).word();
    return List.of(
        "screw in the " + colour + " light bulb",
        "take the bulb out of the " + colour + " holder and turn it into the lamp",
        "make the lamp shine with the bulb whose holder is " + colour);
  }

  @Override
  public Goal build(Scene scene, int variation) {
    Colour distractor =
        scene.distractors(1, variation, COLOURS, v -> List.of(COLOURS.get(v))).get(0);
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="lamp" %s>
          <geom type="cylinder" size=".06 .006" pos="0 0 .006" rgba=".2 .3 .33 1"/>
          <geom type="cylinder" size=".011 .045" pos="0 0 .055" rgba=".2 .3 .33 1"/>
          <geom type="cylinder" size=".026 .003" pos="0 0 .099" rgba=".2 .3 .33 1"/>
          <replicate count="8" euler="0 0 .785398">
            <geom type="box" size=".004 .0108 .0225" pos=".022 0 .1225" rgba=".78 .65 .35 1"/>
          </replicate>
        </body>
        """,
            scene.place(Region.TABLE, LAMP_ROOM).at(0)));
    List<Spot> spots = scene.places(2, Region.TABLE, HOLDER_ROOM);
    scene.add(holderWithBulb("named", COLOURS.get(variation), spots.get(0)));
    scene.add(holderWithBulb("other", distractor, spots.get(1)));
    return new Screwed("named", "other", new HashSet<>());
  }

  /**
   * A ring on the table and a bulb that stands in it, thread down, its origin in the middle of the
   * glass. The glass rests on the ring's edge, as it later does on the socket's.
   */
  private static String holderWithBulb(String name, Colour colour, Spot spot) {
    return String.format(
        Locale.ROOT,
        """
    <body name="%1$s" %2$s>
      <geom type="cylinder" size=".036 .003" pos="0 0 .003" rgba="%4$s"/>
      <replicate count="8" euler="0 0 .785398">
        <geom type="box" size=".006 .0124 .0225" pos=".024 0 .0225" rgba="%4$s"/>
      </replicate>
    </body>
    <body name="%1$s_bulb" %3$s>
      <freejoint name="%1$s_bulb"/>
      <geom name="%1$s_glass" type="sphere" size=".03" mass=".03" rgba="%5$s"/>
      <geom type="cylinder" size=".013 .0155" pos="0 0 -.042" mass=".02" rgba=".55 .56 .6 1"/>
      <geom type="sphere" size=".007" pos="0 0 -.0555" mass="0" rgba=".1 .1 .1 1" contype="0"
        conaffinity="0"/>
    </body>
    """,
        name,
        spot.at(0),
        spot.at(IN_HOLDER + 0.0005),
        colour.rgba(),
        Colour.WHITE.rgba());
  }

  /**
   * @param holder the holder of the bulb that is to be in the lamp
   * @param other the other holder in the scene
   * @param lit holders whose bulbs are lit; shared with the alternatives
   */
  private record Screwed(String holder, String other, Set<String> lit) implements Goal {
    @Override
    public void update(World world) {
      for (String each : List.of(holder, other)) {
        boolean seated = isSeated(world, each);
        if (seated ? lit.add(each) : lit.remove(each)) {
          world.paint(each + "_glass", seated ? Colour.YELLOW : Colour.WHITE);
        }
      }
    }

    private static boolean isSeated(World world, String holder) {
      Pose bulb = world.pose(holder + "_bulb");
      Pose seat = seat(world);
      return StrictMath.hypot(bulb.x() - seat.x(), bulb.y() - seat.y()) < PLAY
          && Math.abs(bulb.z() - seat.z()) < 0.004
          && bulb.tilt() < UPRIGHT;
    }

    private static Pose seat(World world) {
      return world.pose("lamp").plus(0, 0, IN_LAMP);
    }

    @Override
    public boolean reached(World world) {
      return isSeated(world, holder) && !world.robotTouches(holder + "_bulb");
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      Pose bulb = world.pose(holder + "_bulb");
      Pose glass = Pose.down(bulb.x(), bulb.y(), bulb.z(), 0);
      robot.open(glass.plus(0, 0, 0.1));
      robot.grip(glass);
      robot.closed(glass.plus(0, 0, 0.2));

      Pose seat = world.carry(holder + "_bulb", seat(world));
      robot.closed(seat.plus(0, 0, 0.09));
      robot.grip(seat.plus(0, 0, THREAD));
      robot.release(seat.turned(-Math.PI / 2));
    }

    @Override
    public Choice choice() {
      return Choice.of(holder, other);
    }

    @Override
    public List<Goal> alternatives() {
      return List.of(new Screwed(other, holder, lit));
    }
  }
}
