package mirrorlab.world;

import java.util.List;
import java.util.Locale;

/**
 * A cube and four squares as RLBench's {@code reach_and_drag} has them: the group turns, but the
 * named square is always on the same side of the cube.
 */
final class FixedDrag implements Task {
  private static final List<Colour> COLOURS = List.of(Colour.values());

  @Override
  public String id() {
    return "fixed_drag";
  }

  @Override
  public String displayName() {
    return "Fixed Drag";
  }

  @Override
  public int variations() {
    return COLOURS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    return List.of("drag the cube onto the " + COLOURS.get(variation).word() + " square");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    Spot cube = scene.place(Region.TABLE.turned(Math.PI / 4), 0);
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="cube" %s><freejoint name="cube"/><geom type="box" size=".04 .04 .04"/></body>
        """,
            cube.at(0.0405)));
    List<Spot> squares =
        List.of(
            cube.plus(-0.243, 0, 0),
            cube.plus(-0.02, 0.27, 0),
            cube.plus(-0.02, -0.23, 0),
            cube.plus(0.15, 0, 0));
    int[] shift = {0, 5, 6, 7}; // of the palette, from the named colour on
    for (int i = 0; i < squares.size(); i++) {
      Colour colour = COLOURS.get((variation + shift[i]) % COLOURS.size());
      scene.add(
          String.format(
              Locale.ROOT,
              """
          <body name="square%d" %s>
            <geom type="box" size=".065 .065 .001" rgba="%s" contype="0" conaffinity="0"/>
          </body>
          """,
              i,
              squares.get(i).at(0),
              colour.rgba()));
    }
    return new Goal() {
      @Override
      public boolean reached(World world) {
        return false;
      }

      @Override
      public void demonstrate(World world, Robot robot) {
        robot.open(world.gripper());
      }

      @Override
      public Choice choice() {
        return Choice.of("square0", "square1", "square2", "square3");
      }
    };
  }
}
