package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

/**
 * Five shapes with knobs to hold them by, and a box with a hole for each in its lid: drop the named
 * one into the box. No shape fits the hole of another.
 */
@AutoService(Task.class)
public final class PlaceShapeInShapeSorter implements Task {
  private static final List<Shape> SHAPES = List.of(Shape.values());

  private static final Region SORTERS = new Region(0.13, 0.27, -0.16, 0.16, Math.PI / 2);
  private static final Region PLACES = new Region(0, 0.38, -0.3, 0.3, Math.PI / 2);
  private static final double SORTER_ROOM = 0.145; // metres around the sorter's middle
  private static final double SHAPE_ROOM = 0.047; // metres around a shape, for the open fingers

  private static final double HEIGHT = 0.036; // metres, of a shape without its knob
  private static final double HELD = 0.048; // metres from a shape's foot to the grasp point
  private static final double PLAY = 0.003; // metres between a shape and the sides of its hole
  private static final double TILE = 0.031; // metres, half the side of a ninth of the lid
  private static final double LID = 0.01; // metres, its thickness
  private static final double UNDER_LID = 0.062; // metres from the table to the lid's underside

  @Override
  public String id() {
    return "place_shape_in_shape_sorter";
  }

  @Override
  public String displayName() {
    return "Sort Shape";
  }

  @Override
  public int variations() {
    return SHAPES.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String shape = SHAPES.get(variation).words();
    return List.of(
        "put the " + shape + " in the shape sorter",
        "drop the " + shape + " through the hole it fits",
        "take the " + shape + " by its knob and post it into the box");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    addSorter(scene);
    List<Spot> spots = scene.places(SHAPES.size(), PLACES, SHAPE_ROOM);
    for (Shape shape : SHAPES) {
      addShape(scene, shape, spots.get(shape.ordinal()));
    }
    return new Sorted(SHAPES.get(variation));
  }

  /** A box with one hole in the middle of its lid and four in the corners, in random order. */
  private static void addSorter(Scene scene) {
    Spot spot = scene.place(SORTERS, SORTER_ROOM);
    List<Shape> shapes = new ArrayList<>(SHAPES);
    StringBuilder holes = new StringBuilder();
    for (double[] tile : new double[][] {{0, 0}, {-1, -1}, {1, -1}, {-1, 1}, {1, 1}}) {
      Shape shape = shapes.remove(scene.random().nextInt(shapes.size()));
      holes.append(hole(scene, shape, 2 * TILE * tile[0], 2 * TILE * tile[1]));
    }
    // The black box, which has no contacts, is the darkness under the lid.
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="sorter" %s>
          <geom type="box" size=".0955 .0025 .036" pos=".0025 .0955 .036" rgba=".3 .5 .6 1"/>
          <geom type="box" size=".0955 .0025 .036" pos="-.0025 -.0955 .036" rgba=".3 .5 .6 1"/>
          <geom type="box" size=".0025 .0955 .036" pos=".0955 -.0025 .036" rgba=".3 .5 .6 1"/>
          <geom type="box" size=".0025 .0955 .036" pos="-.0955 .0025 .036" rgba=".3 .5 .6 1"/>
          <geom type="box" size=".031 .031 .005" pos=".062 0 .067" rgba=".95 .87 .72 1"/>
          <geom type="box" size=".031 .031 .005" pos="-.062 0 .067" rgba=".95 .87 .72 1"/>
          <geom type="box" size=".031 .031 .005" pos="0 .062 .067" rgba=".95 .87 .72 1"/>
          <geom type="box" size=".031 .031 .005" pos="0 -.062 .067" rgba=".95 .87 .72 1"/>
          <geom type="box" size=".093 .093 .0005" pos="0 0 .061" rgba=".06 .06 .07 1"
            contype="0" conaffinity="0"/>
          %s
        </body>
        """,
            spot.at(0),
            holes));
  }

  /**
   * A ninth of the lid with a hole; the body's origin is the pose at which the shape falls through.
   */
  private static String hole(Scene scene, Shape shape, double x, double y) {
    Outline outline = shape.outline().grown(PLAY);
    Outline.Point middle = outline.middle();
    String look = String.format(Locale.ROOT, "pos=\"0 0 %s\" rgba=\".95 .87 .72 1\"", UNDER_LID);
    return String.format(
        Locale.ROOT,
        """
    <body name="%s" pos="%s %s 0">
      %s
    </body>
    """,
        shape.hole(),
        x - middle.x(),
        y - middle.y(),
        prisms(scene, shape.hole(), LID, outline.around(TILE), look));
  }

  /** Adds a shape with its origin in the middle of its foot, under the knob. */
  private static void addShape(Scene scene, Shape shape, Spot spot) {
    List<double[]> pieces = shape.outline().pieces();
    String look =
        String.format(Locale.ROOT, "mass=\"%s\" rgba=\"%s\"", 0.06 / pieces.size(), shape.rgba());
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="%1$s" %2$s>
          <freejoint name="%1$s"/>
          %3$s
          <geom type="box" size=".011 .007 .011" pos="0 0 .047" mass=".01" rgba=".88 .74 .52 1"/>
        </body>
        """,
            shape.body(),
            spot.at(0.0005),
            prisms(scene, shape.body(), HEIGHT, pieces, look)));
  }

  /** Prism geoms with the given figures as bases. */
  private static String prisms(
      Scene scene, String name, double height, List<double[]> figures, String look) {
    StringBuilder geoms = new StringBuilder();
    for (int i = 0; i < figures.size(); i++) {
      scene.prism(name + i, height, figures.get(i));
      geoms.append(
          String.format(Locale.ROOT, "<geom type=\"mesh\" mesh=\"%s\" %s/>", name + i, look));
    }
    return geoms.toString();
  }

  /**
   * @param shape the only shape that is to be in the box
   */
  private record Sorted(Shape shape) implements Goal {
    @Override
    public boolean reached(World world) {
      return SHAPES.stream().allMatch(one -> inside(world, one) == (one == shape))
          && !world.robotTouches(shape.body());
    }

    /** Whether a shape, apart from its knob, is below the lid. */
    private static boolean inside(World world, Shape shape) {
      Pose pose = world.pose(shape.body());
      Pose middle = pose.times(new Pose(0, 0, HEIGHT / 2, 0, 0, 0, 1)).in(world.pose("sorter"));
      return Math.max(Math.abs(middle.x()), Math.abs(middle.y())) < 3 * TILE
          && middle.z() < UNDER_LID - HEIGHT / 2;
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      Pose held = knob(world.pose(shape.body()));
      robot.open(held.plus(0, 0, 0.08));
      robot.grip(held);
      robot.closed(held.plus(0, 0, 0.12));

      Pose fitting = fitting(world, shape);
      robot.closed(world.carry(shape.body(), fitting.plus(0, 0, 0.05)));
      robot.release(world.carry(shape.body(), fitting.plus(0, 0, -0.02)));
    }

    /** The gripper pose at the knob of a shape at the given pose. */
    private static Pose knob(Pose shape) {
      return Pose.down(shape.x(), shape.y(), shape.z() + HELD, shape.yaw());
    }

    /** The pose of a shape on the lid, over its hole, at the fitting yaw with the least turn. */
    private static Pose fitting(World world, Shape shape) {
      Pose hole = world.pose(shape.hole());
      return hole.plus(0, 0, UNDER_LID + LID).turned(-Symmetry.turns(hole.yaw(), shape.parts()));
    }

    @Override
    public Choice choice() {
      return new Choice(List.of(shape.body()), others().map(Shape::body).toList());
    }

    @Override
    public List<Pose> waypoints(World world) {
      return SHAPES.stream()
          .flatMap(one -> Stream.of(knob(world.pose(one.body())), knob(fitting(world, one))))
          .toList();
    }

    @Override
    public List<Goal> alternatives() {
      return others().<Goal>map(Sorted::new).toList();
    }

    private Stream<Shape> others() {
      return SHAPES.stream().filter(one -> one != shape);
    }
  }
}
