package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Workspace;
import mirrorlab.world.Choice;
import mirrorlab.world.Colour;
import mirrorlab.world.Goal;
import mirrorlab.world.Region;
import mirrorlab.world.Robot;
import mirrorlab.world.Scene;
import mirrorlab.world.Spot;
import mirrorlab.world.Task;
import mirrorlab.world.World;

/** Three cups: stack the other two into the one of the named colour. */
@AutoService(Task.class)
public final class StackCups implements Task {
  private static final List<Colour> COLOURS = List.of(Colour.values());

  private static final double ROOM = 0.07; // metres around a cup
  private static final double PITCH = 0.036; // metres from one foot to the next in a stack
  private static final double HELD = 0.086; // metres from a cup's foot to the grasp point
  private static final double PLAY = 0.008; // metres of tolerance for a cup in a stack
  private static final double UPRIGHT = Math.toRadians(10);

  @Override
  public String id() {
    return "stack_cups";
  }

  @Override
  public String displayName() {
    return "Stack Cups";
  }

  @Override
  public int variations() {
    return COLOURS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String colour = COLOURS.get(variation).word();
    return List.of(
        "stack the other cups on top of the " + colour + " cup",
        "make one stack of all cups, with the " + colour + " one at the bottom",
        "put both remaining cups into the cup that is " + colour);
  }

  @Override
  public Goal build(Scene scene, int variation) {
    List<Colour> others = scene.distractors(2, variation, COLOURS, v -> List.of(COLOURS.get(v)));
    List<Spot> spots = scene.places(3, Region.TABLE, ROOM);
    // A side of a cup: as wide as the foot at one end and as the rim at the other, 2.5 mm thick.
    scene.prism("side", 0.0025, -0.0083, 0, 0.0083, 0, 0.0133, 0.1007, -0.0133, 0.1007);
    scene.add(cup("named", COLOURS.get(variation), spots.get(0)));
    scene.add(cup("second", others.get(0), spots.get(1)));
    scene.add(cup("third", others.get(1), spots.get(2)));
    return new Stacked("named", "second", "third");
  }

  /** A cup with eight sides that lean outwards; its origin is the middle of its foot. */
  private static String cup(String name, Colour colour, Spot spot) {
    return String.format(
        Locale.ROOT,
        """
    <body name="%1$s" %2$s>
      <freejoint name="%1$s"/>
      <geom type="box" size=".014 .014 .018" pos="0 0 .018" mass=".05" rgba="%3$s"/>
      <replicate count="8" euler="0 0 .785398">
        <geom type="mesh" mesh="side" pos=".02 0 .001" xyaxes="0 -1 0 .11915 0 .99288" mass=".005"
          rgba="%3$s"/>
      </replicate>
    </body>
    """,
        name,
        spot.at(0.0005),
        colour.rgba());
  }

  /**
   * @param base the bottom cup
   * @param other one of the two cups to stack into it
   * @param another the other of the two
   */
  private record Stacked(String base, String other, String another) implements Goal {
    @Override
    public boolean reached(World world) {
      Pose foot = world.pose(base);
      boolean stands = foot.z() - Workspace.TABLE_HEIGHT < 0.003 && foot.tilt() < UPRIGHT;
      boolean inOneOrder = sits(world, other, 1) && sits(world, another, 2);
      boolean inTheOther = sits(world, another, 1) && sits(world, other, 2);
      return stands && (inOneOrder || inTheOther) && !world.robotTouches(base);
    }

    /** Whether a cup is released in the stack, {@code place} places above the base. */
    private boolean sits(World world, String cup, int place) {
      Pose pose = world.pose(cup);
      Pose seat = seat(world, place);
      return StrictMath.hypot(pose.x() - seat.x(), pose.y() - seat.y()) < PLAY
          && Math.abs(pose.z() - seat.z()) < 0.004
          && pose.tilt() < UPRIGHT
          && !world.robotTouches(cup);
    }

    private Pose seat(World world, int place) {
      return world.pose(base).plus(0, 0, place * PITCH);
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      List<String> nearestFirst = new ArrayList<>(List.of(other, another));
      Pose foot = world.pose(base);
      nearestFirst.sort(Comparator.comparingDouble(cup -> world.pose(cup).distance(foot)));
      stack(world, robot, nearestFirst.get(0), 1);
      robot.open(world.gripper().plus(0, 0, 0.12));
      stack(world, robot, nearestFirst.get(1), 2);
    }

    private void stack(World world, Robot robot, String cup, int place) {
      Pose foot = world.pose(cup);
      Pose rim = Pose.down(foot.x(), foot.y(), foot.z() + HELD, 0);
      robot.open(rim.plus(0, 0, 0.1));
      robot.grip(rim);
      robot.closed(rim.plus(0, 0, 0.2));

      Pose seat = world.carry(cup, seat(world, place));
      robot.closed(seat.plus(0, 0, 0.1));
      robot.release(seat);
    }

    @Override
    public Choice choice() {
      return Choice.of(base, other, another);
    }

    @Override
    public List<Goal> alternatives() {
      return List.of(new Stacked(other, another, base), new Stacked(another, base, other));
    }
  }
}
