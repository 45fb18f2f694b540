package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

/** A square ring and a board with three square spokes: put it on the spoke of the named colour. */
@AutoService(Task.class)
public final class InsertOntoSquarePeg implements Task {
  private static final List<Colour> COLOURS = List.of(Colour.values());
  private static final List<String> SPOKES = List.of("named", "other1", "other2");

  // At every place and yaw in it, the gripper reaches all three spokes.
  private static final Region BOARDS = new Region(0.13, 0.28, -0.17, 0.17, Math.PI);
  private static final double BOARD_ROOM = 0.12; // metres around the board's middle
  private static final double RING_ROOM = 0.11; // metres, so that the hand clears the spokes
  private static final double PITCH = 0.09; // metres from one spoke to the next
  private static final double TOP = 0.08; // metres from a spoke's foot to its top
  private static final double RESTING = 0.008; // metres from its foot to a ring that lies there
  private static final double RELEASED = 0.06; // metres, where the hand is still above the top
  private static final double PLAY = 0.0075; // metres that a ring around a spoke can be off it

  @Override
  public String id() {
    return "insert_onto_square_peg";
  }

  @Override
  public String displayName() {
    return "Insert Peg";
  }

  @Override
  public int variations() {
    return COLOURS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String colour = COLOURS.get(variation).word();
    return List.of(
        "put the ring on the " + colour + " spoke",
        "slip the square ring over the " + colour + " peg",
        "pick the ring up and drop it around the spoke that is " + colour);
  }

  @Override
  public Goal build(Scene scene, int variation) {
    List<Colour> colours = new ArrayList<>(List.of(COLOURS.get(variation)));
    colours.addAll(
        scene.distractors(SPOKES.size() - 1, variation, COLOURS, v -> List.of(COLOURS.get(v))));
    List<Integer> sites = new ArrayList<>(List.of(-1, 0, 1));
    StringBuilder spokes = new StringBuilder();
    for (int i = 0; i < SPOKES.size(); i++) {
      int site = sites.remove(scene.random().nextInt(sites.size()));
      spokes.append(spoke(SPOKES.get(i), colours.get(i), site * PITCH));
    }
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="board" %s>
          <geom type="box" size=".135 .045 .01" pos="0 0 .01" rgba=".8 .64 .44 1"/>
          %s
        </body>
        """,
            scene.place(BOARDS, BOARD_ROOM).at(0),
            spokes));
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="ring" %s>
          <freejoint name="ring"/>
          <geom type="box" size=".03 .005 .008" pos="0 .025 0" mass=".02" rgba=".4 .26 .17 1"/>
          <geom type="box" size=".03 .005 .008" pos="0 -.025 0" mass=".02" rgba=".4 .26 .17 1"/>
          <geom type="box" size=".005 .02 .008" pos=".025 0 0" mass=".015" rgba=".4 .26 .17 1"/>
          <geom type="box" size=".005 .02 .008" pos="-.025 0 0" mass=".015" rgba=".4 .26 .17 1"/>
        </body>
        """,
            scene.place(Region.TABLE.turned(Math.PI), RING_ROOM).at(RESTING + 0.0005)));
    return new Ringed(SPOKES.get(0));
  }

  private static String spoke(String name, Colour colour, double x) {
    return String.format(
        Locale.ROOT,
        """
    <body name="%s" pos="%s 0 .02">
      <geom type="box" size=".015 .015 .04" pos="0 0 .04" rgba="%s"/>
    </body>
    """,
        name,
        x,
        colour.rgba());
  }

  /**
   * @param spoke the spoke that is to hold the ring
   */
  private record Ringed(String spoke) implements Goal {
    @Override
    public boolean reached(World world) {
      Pose ring = world.pose("ring").in(world.pose(spoke));
      return StrictMath.hypot(ring.x(), ring.y()) < PLAY
          && Math.abs(ring.z() - RESTING) < 0.004
          && !world.robotTouches("ring");
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      Pose ring = world.pose("ring");
      double quarters = Symmetry.turns(ring.yaw(), 4);
      Pose grasp = Pose.down(ring.x(), ring.y(), ring.z(), ring.yaw() - quarters);
      robot.open(grasp.plus(0, 0, 0.1));
      robot.grip(grasp);
      robot.closed(grasp.plus(0, 0, 0.2));

      Pose foot = world.pose(spoke);
      // Of the four yaws at which the ring fits, choose the one that turns the hand least.
      double yaw = foot.yaw() - Symmetry.turns(foot.yaw(), 4) + quarters;
      Pose around = new Spot(foot.x(), foot.y(), yaw).pose(0.02);
      robot.closed(world.carry("ring", around.plus(0, 0, TOP + 0.04)));
      robot.release(world.carry("ring", around.plus(0, 0, RELEASED)));
    }

    @Override
    public Choice choice() {
      return Choice.among(SPOKES, spoke);
    }

    @Override
    public List<Goal> alternatives() {
      return choice().wrong().stream().<Goal>map(Ringed::new).toList();
    }
  }
}
