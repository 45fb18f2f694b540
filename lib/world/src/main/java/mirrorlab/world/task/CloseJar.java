package mirrorlab.world.task;

import com.google.auto.service.AutoService;
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

/** Two jars and one lid: put the lid on the jar of the named colour, and turn it. */
@AutoService(Task.class)
public final class CloseJar implements Task {
  private static final List<Colour> COLOURS = List.of(Colour.values());

  private static final double LID_ROOM = 0.1; // metres around the lid, for the hand
  private static final double JAR_ROOM = 0.07; // metres around a jar
  private static final double RIM = 0.112; // metres from a jar's foot to its rim
  private static final double COVERED = 0.022; // metres: the lid's radius less the opening's
  private static final double UPRIGHT = Math.toRadians(10);
  private static final double KNOB = 0.048; // metres from the lid's underside to the grasp point

  @Override
  public String id() {
    return "close_jar";
  }

  @Override
  public String displayName() {
    return "Close Jar";
  }

  @Override
  public int variations() {
    return COLOURS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String colour = COLOURS.get(variation).word();
    return List.of(
        "close the " + colour + " jar",
        "put the lid on the " + colour + " jar and turn it tight",
        "take the lid and seal the jar that is " + colour);
  }

  @Override
  public Goal build(Scene scene, int variation) {
    Colour distractor =
        scene.distractors(1, variation, COLOURS, v -> List.of(COLOURS.get(v))).get(0);
    // The origin of the lid is the middle of its underside, that of a jar the middle of its foot.
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="lid" %s>
          <freejoint name="lid"/>
          <geom type="cylinder" size=".058 .007" pos="0 0 .007" mass=".05" rgba=".75 .77 .8 1"/>
          <geom type="cylinder" size=".01 .011" pos="0 0 .025" mass=".005" rgba=".25 .26 .28 1"/>
          <geom type="box" size=".022 .014 .014" pos="0 0 .048" mass=".01" rgba=".25 .26 .28 1"/>
        </body>
        """,
            scene.place(Region.TABLE, LID_ROOM).at(0.0005)));
    List<Spot> spots = scene.places(2, Region.TABLE, JAR_ROOM);
    scene.add(jar("named", COLOURS.get(variation), spots.get(0)));
    scene.add(jar("other", distractor, spots.get(1)));
    return new Closed("named", "other");
  }

  private static String jar(String name, Colour colour, Spot spot) {
    return String.format(
        Locale.ROOT,
        """
    <body name="%1$s" %2$s>
      <freejoint name="%1$s"/>
      <geom type="cylinder" size=".05 .048" pos="0 0 .048" mass=".5" rgba="%3$s"/>
      <geom type="cylinder" size=".042 .008" pos="0 0 .104" mass=".05" rgba="%3$s"/>
      <geom type="cylinder" size=".036 .001" pos="0 0 .1112" mass="0" rgba=".1 .1 .1 1"
        contype="0" conaffinity="0"/>
    </body>
    """,
        name,
        spot.at(0.0005),
        colour.rgba());
  }

  /**
   * @param jar the jar to be closed
   * @param other the other jar in the scene
   */
  private record Closed(String jar, String other) implements Goal {
    @Override
    public boolean reached(World world) {
      Pose lid = world.pose("lid");
      Pose under = world.pose(jar);
      boolean centred = StrictMath.hypot(lid.x() - under.x(), lid.y() - under.y()) < COVERED;
      boolean seated = Math.abs(lid.z() - under.z() - RIM) < 0.005;
      return centred
          && seated
          && lid.tilt() < UPRIGHT
          && under.tilt() < UPRIGHT
          && !world.robotTouches("lid");
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      Pose lid = world.pose("lid");
      Pose knob = Pose.down(lid.x(), lid.y(), lid.z() + KNOB, 0);
      robot.open(knob.plus(0, 0, 0.13));
      robot.grip(knob);
      robot.closed(knob.plus(0, 0, 0.2));

      Pose under = world.pose(jar);
      Pose seat = world.carry("lid", under.plus(0, 0, RIM));
      robot.closed(seat.plus(0, 0, 0.09));
      robot.grip(seat);
      robot.release(seat.turned(-Math.PI / 2));
    }

    @Override
    public Choice choice() {
      return Choice.of(jar, other);
    }

    @Override
    public List<Goal> alternatives() {
      return List.of(new Closed(other, jar));
    }
  }
}
