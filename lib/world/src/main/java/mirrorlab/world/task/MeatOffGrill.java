package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import mirrorlab.episode.Pose;
import mirrorlab.world.Choice;
import mirrorlab.world.Goal;
import mirrorlab.world.Region;
import mirrorlab.world.Robot;
import mirrorlab.world.Scene;
import mirrorlab.world.Spot;
import mirrorlab.world.Task;
import mirrorlab.world.World;

/** A chicken and a steak on a grill: take the named one off and lay it on the plate. */
@AutoService(Task.class)
public final class MeatOffGrill implements Task {
  private static final List<String> MEATS = List.of("chicken", "steak");

  private static final Region GRILLS = new Region(0.1, 0.3, -0.2, 0.2, Math.PI);
  private static final Region PLATES = new Region(0, 0.38, -0.3, 0.3, 0);
  private static final double GRILL_ROOM = 0.19; // metres around the grill's centre
  private static final double PLATE_ROOM = 0.12; // metres around the plate, for the hand
  private static final double APART = 0.07; // metres from the grill's centre to each meat
  private static final double JITTER = 0.012; // metres by which a meat may lie off its place
  private static final double GRATE = 0.12; // metres, the top of the grill's bars
  private static final double PLATE = 0.008; // metres, the top of the plate
  private static final double HELD = 0.014; // metres above a meat's underside
  private static final double ON_PLATE = 0.05; // metres, the middle of a meat from the plate's
  private static final double LYING = 0.01; // metres above the plate, at most

  @Override
  public String id() {
    return "meat_off_grill";
  }

  @Override
  public String displayName() {
    return "Meat off Grill";
  }

  @Override
  public int variations() {
    return MEATS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String meat = MEATS.get(variation);
    return List.of(
        "take the " + meat + " off the grill",
        "the " + meat + " is done: move it from the grill to the plate",
        "serve the " + meat + " and leave the other meat to roast");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    Spot grill = scene.place(GRILLS, GRILL_ROOM);
    scene.add(grill(grill));
    scene.add(plate(scene.place(PLATES, PLATE_ROOM)));
    double side = scene.random().nextBoolean() ? APART : -APART;
    scene.add(chicken(on(grill, side, scene)));
    scene.add(steak(scene, on(grill, -side, scene)));
    return new Served(MEATS.get(variation), MEATS.get(1 - variation));
  }

  /** A place on the grill near the point {@code along} metres along it, at a random yaw. */
  private static Spot on(Spot grill, double along, Scene scene) {
    double dx = JITTER * (2 * scene.random().nextDouble() - 1);
    double dy = JITTER * (2 * scene.random().nextDouble() - 1);
    double turn = Math.PI * (2 * scene.random().nextDouble() - 1);
    return grill.plus(along + dx, dy, turn);
  }

  /** A box of glowing coals under steel bars; for contacts it is one plain box. */
  private static String grill(Spot spot) {
    StringBuilder bars = new StringBuilder();
    for (int i = -5; i <= 5; i++) {
      bars.append(
          String.format(
              Locale.ROOT,
              """
          <geom type="box" size=".003 .104 .003" pos="%s 0 .117" rgba=".75 .76 .78 1" %s/>
          """,
              0.026 * i,
              Mjcf.VISUAL_ONLY));
    }
    return String.format(
        Locale.ROOT,
        """
    <body name="grill" %1$s>
      <geom type="box" size=".15 .11 .05" pos="0 0 .07" group="3"/>
      <geom type="box" size=".142 .102 .035" pos="0 0 .06" rgba=".2 .13 .11 1" %2$s/>
      <geom type="ellipsoid" size=".1 .07 .012" pos="0 0 .095" rgba=".95 .4 .1 1" %2$s/>
      <geom type="box" size=".15 .004 .045" pos="0 .106 .069" rgba=".16 .17 .19 1" %2$s/>
      <geom type="box" size=".15 .004 .045" pos="0 -.106 .069" rgba=".16 .17 .19 1" %2$s/>
      <geom type="box" size=".004 .11 .045" pos=".146 0 .069" rgba=".16 .17 .19 1" %2$s/>
      <geom type="box" size=".004 .11 .045" pos="-.146 0 .069" rgba=".16 .17 .19 1" %2$s/>
      <geom type="capsule" size=".009 .04" pos=".165 0 .085" euler="1.5708 0 0"
        rgba=".6 .38 .2 1" %2$s/>
      <geom type="capsule" size=".009 .04" pos="-.165 0 .085" euler="1.5708 0 0"
        rgba=".6 .38 .2 1" %2$s/>
      <geom type="cylinder" size=".009 .015" pos=".13 .09 .015" rgba=".16 .17 .19 1"/>
      <geom type="cylinder" size=".009 .015" pos="-.13 .09 .015" rgba=".16 .17 .19 1"/>
      <geom type="cylinder" size=".009 .015" pos=".13 -.09 .015" rgba=".16 .17 .19 1"/>
      <geom type="cylinder" size=".009 .015" pos="-.13 -.09 .015" rgba=".16 .17 .19 1"/>
      %3$s
    </body>
    """,
        spot.at(0),
        Mjcf.VISUAL_ONLY,
        bars);
  }

  private static String plate(Spot spot) {
    return String.format(
        Locale.ROOT,
        """
    <body name="plate" %s>
      <geom type="cylinder" size=".085 .004" pos="0 0 .004" rgba=".95 .95 .93 1"/>
      <geom type="cylinder" size=".062 .0003" pos="0 0 .008" rgba=".6 .75 .88 1" %s/>
      <geom type="cylinder" size=".058 .0003" pos="0 0 .0083" rgba=".95 .95 .93 1" %2$s/>
    </body>
    """,
        spot.at(0),
        Mjcf.VISUAL_ONLY);
  }

  /** A roast bird on its back; the fingers meet a box within it. */
  private static String chicken(Spot spot) {
    return String.format(
        Locale.ROOT,
        """
    <body name="chicken" %s>
      <freejoint name="chicken"/>
      <geom type="box" size=".042 .03 .022" pos="0 0 .022" mass=".25" group="3"/>
      <geom type="ellipsoid" size=".056 .033 .028" pos="0 0 .026" rgba=".85 .56 .22 1" %2$s/>
      <geom type="capsule" size=".014" fromto=".022 .024 .024 .05 .03 .03"
        rgba=".8 .5 .18 1" %2$s/>
      <geom type="capsule" size=".014" fromto=".022 -.024 .024 .05 -.03 .03"
        rgba=".8 .5 .18 1" %2$s/>
      <geom type="capsule" size=".005" fromto=".05 .03 .03 .078 .024 .034"
        rgba=".96 .92 .82 1" %2$s/>
      <geom type="capsule" size=".005" fromto=".05 -.03 .03 .078 -.024 .034"
        rgba=".96 .92 .82 1" %2$s/>
      <geom type="ellipsoid" size=".022 .009 .012" pos="-.03 .031 .024" rgba=".8 .5 .18 1" %2$s/>
      <geom type="ellipsoid" size=".022 .009 .012" pos="-.03 -.031 .024" rgba=".8 .5 .18 1" %2$s/>
    </body>
    """,
        spot.at(GRATE + 0.0005),
        Mjcf.VISUAL_ONLY);
  }

  /** A flat piece with a rim of fat and a bone; the fingers meet a box within it. */
  private static String steak(Scene scene, Spot spot) {
    scene.prism("fat", 0.022, outline(1));
    scene.prism("lean", 0.024, outline(0.86));
    return String.format(
        Locale.ROOT,
        """
    <body name="steak" %s>
      <freejoint name="steak"/>
      <geom type="box" size=".045 .029 .012" pos="0 0 .012" mass=".2" group="3"/>
      <geom type="mesh" mesh="fat" rgba=".95 .87 .75 1" %2$s/>
      <geom type="mesh" mesh="lean" rgba=".6 .14 .12 1" %2$s/>
      <geom type="box" size=".03 .004 .0005" pos="-.014 0 .0245" rgba=".97 .95 .9 1" %2$s/>
      <geom type="box" size=".004 .018 .0005" pos="-.044 0 .0245" rgba=".97 .95 .9 1" %2$s/>
    </body>
    """,
        spot.at(GRATE + 0.0005),
        Mjcf.VISUAL_ONLY);
  }

  /** The corners of a steak, scaled by {@code size}. */
  private static double[] outline(double size) {
    return DoubleStream.of(
            -.056, -.012, -.046, -.025, -.022, -.031, .022, -.031, .05, -.025, .063, -.006, .062,
            .014, .048, .027, .022, .031, -.022, .031, -.046, .025, -.056, .012)
        .map(corner -> size * corner)
        .toArray();
  }

  /**
   * @param meat the meat that is to lie on the plate
   * @param other the meat that is to stay on the grill
   */
  private record Served(String meat, String other) implements Goal {
    @Override
    public boolean reached(World world) {
      Pose lying = world.pose(meat).in(world.pose("plate"));
      return StrictMath.hypot(lying.x(), lying.y()) < ON_PLATE
          && lying.z() < PLATE + LYING
          && !world.robotTouches(meat)
          && world.touch(other, "grill");
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      Pose grasp = Grasp.across(world.pose(meat), HELD);
      robot.open(grasp.plus(0, 0, 0.1));
      robot.grip(grasp);
      robot.closed(grasp.plus(0, 0, 0.12));

      Pose plate = world.pose("plate");
      Pose meatNow = world.pose(meat);
      Pose above = meatNow.plus(plate.x() - meatNow.x(), plate.y() - meatNow.y(), 0);
      Pose down = world.carry(meat, above.plus(0, 0, plate.z() + PLATE + 0.001 - meatNow.z()));
      robot.closed(down.plus(0, 0, 0.15));
      robot.release(down);
    }

    @Override
    public Choice choice() {
      return Choice.of(meat, other);
    }

    @Override
    public List<Pose> waypoints(World world) {
      Pose plate = world.pose("plate");
      return MEATS.stream()
          .map(any -> Grasp.across(world.pose(any), HELD))
          .flatMap(
              grasp ->
                  Stream.of(grasp, grasp.plus(plate.x() - grasp.x(), plate.y() - grasp.y(), GRATE)))
          .toList();
    }

    @Override
    public List<Goal> alternatives() {
      return List.of(new Served(other, meat));
    }
  }
}
