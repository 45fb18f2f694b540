package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mirrorlab.episode.Pose;
import mirrorlab.world.Choice;
import mirrorlab.world.Colour;
import mirrorlab.world.Goal;
import mirrorlab.world.Robot;
import mirrorlab.world.Scene;
import mirrorlab.world.Spot;
import mirrorlab.world.Task;
import mirrorlab.world.World;

/**
 * A block with a square target before each of its four sides: slide it onto the target of the named
 * colour.
 */
@AutoService(Task.class)
public final class SlideBlockToColorTarget implements Task {
  private static final List<String> COLOURS = List.of("green", "blue", "pink", "yellow");
  private static final List<String> RGBA =
      List.of(Colour.GREEN.rgba(), Colour.BLUE.rgba(), "1 .45 .7 1", Colour.YELLOW.rgba());

  private static final double HALF = 0.025; // metres from the block's centre to its faces
  private static final double TOUCH = HALF + 0.009; // metres to the closed fingers' middle
  private static final double PRESS = 0.004; // metres that the block moves on first contact
  private static final double HEIGHT = 0.022; // metres from the table to the gripper's point

  @Override
  public String id() {
    return "slide_block_to_color_target";
  }

  @Override
  public String displayName() {
    return "Slide Block";
  }

  @Override
  public int variations() {
    return COLOURS.size();
  }

  @Override
  public Optional<String> whyNoGrasp() {
    return Optional.of("the block is pushed, not grasped");
  }

  @Override
  public List<String> instructions(int variation) {
    String colour = COLOURS.get(variation);
    return List.of(
        "slide the block to " + colour + " target",
        "push the block until it lies on the " + colour + " square",
        "move the block across the table to where it is " + colour);
  }

  @Override
  public Goal build(Scene scene, int variation) {
    Spot middle = scene.place(Squares.MIDDLES, 0);
    // Low friction; otherwise fingers that come down beside the block would clamp it to the table.
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="block" %s>
          <freejoint name="block"/>
          <geom type="box" size=".025 .025 .025" mass=".2" friction=".5 .005 .0005" priority="2"
            rgba=".8 .12 .1 1"/>
        </body>
        """,
            middle.at(HALF + 0.0005)));
    Squares.around(middle, COLOURS, RGBA, scene);
    return new Slid(COLOURS.get(variation));
  }

  /**
   * @param target the target for the block
   */
  private record Slid(String target) implements Goal {
    @Override
    public boolean reached(World world) {
      return Squares.carries(world, target, "block", HALF);
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      robot.closed(above(world, target));
      robot.grip(behind(world, target));
      robot.grip(end(world, target));
    }

    @Override
    public List<Pose> waypoints(World world) {
      return COLOURS.stream()
          .flatMap(
              each -> List.of(above(world, each), behind(world, each), end(world, each)).stream())
          .toList();
    }

    /** Above the place behind the block, and a little farther back. */
    private static Pose above(World world, String target) {
      return gripper(world, target, -TOUCH - 0.04).plus(0, 0, 0.1);
    }

    private static Pose behind(World world, String target) {
      return gripper(world, target, PRESS - TOUCH);
    }

    private static Pose end(World world, String target) {
      return gripper(world, target, Squares.distance(world, "block", target) - TOUCH);
    }

    /**
     * The gripper pose {@code along} metres from the block's centre towards a target, aligned with
     * the block.
     */
    private static Pose gripper(World world, String target, double along) {
      Pose block = world.pose("block");
      Spot spot = Squares.facing(world, "block", target).plus(along, 0, 0);
      return Pose.down(spot.x(), spot.y(), block.z() - HALF + HEIGHT, block.yaw());
    }

    @Override
    public Choice choice() {
      return Choice.among(COLOURS, target);
    }

    @Override
    public List<Goal> alternatives() {
      return choice().wrong().stream().<Goal>map(Slid::new).toList();
    }
  }
}
