package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
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

/**
 * A plate and eight blocks, four of the named colour and four of another: stack exactly the given
 * number of the named colour on the plate.
 */
@AutoService(Task.class)
public final class StackBlocks implements Task {
  private static final List<Colour> COLOURS = List.of(Colour.values());
  private static final List<String> NUMBERS = List.of("two", "three", "four");
  private static final int LEAST = 2; // blocks in a stack
  private static final List<String> NAMED = names("named");
  private static final List<String> OTHER = names("other");

  private static final double EDGE = 0.044; // metres, of a block
  private static final double BLOCK_ROOM = 0.043; // metres, for an open finger beside it, too
  private static final double PLATE = 0.05; // metres, the plate's radius
  private static final double PLATE_ROOM = 0.1; // metres, so that the hand clears the stack
  private static final double HIGH = 0.26; // metres above the table, over the highest stack
  private static final double ASIDE = 0.015; // metres of tolerance relative to the block below
  private static final double FLUSH = 0.005; // metres of tolerance in height

  private static List<String> names(String kind) {
    return IntStream.range(0, LEAST + NUMBERS.size() - 1).mapToObj(i -> kind + i).toList();
  }

  @Override
  public String id() {
    return "stack_blocks";
  }

  @Override
  public String displayName() {
    return "Stack Blocks";
  }

  @Override
  public int variations() {
    return COLOURS.size() * NUMBERS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String colour = named(variation).word();
    String number = NUMBERS.get(count(variation) - LEAST);
    return List.of(
        String.format(Locale.ROOT, "stack %d %s blocks", count(variation), colour),
        String.format(Locale.ROOT, "build a tower of %s %s cubes on the plate", number, colour),
        String.format(Locale.ROOT, "pile up %s of the blocks that are %s", number, colour));
  }

  private static Colour named(int variation) {
    return COLOURS.get(variation / NUMBERS.size());
  }

  private static int count(int variation) {
    return LEAST + variation % NUMBERS.size();
  }

  @Override
  public Goal build(Scene scene, int variation) {
    Colour distractor = scene.distractors(1, variation, COLOURS, v -> List.of(named(v))).get(0);
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="plate" %s>
          <geom type="cylinder" size=".05 .0005" pos="0 0 .0005" rgba=".36 .25 .17 1"
            contype="0" conaffinity="0"/>
          <geom type="cylinder" size=".044 .0005" pos="0 0 .001" rgba=".93 .88 .78 1"
            contype="0" conaffinity="0"/>
        </body>
        """,
            scene.place(Region.TABLE, PLATE_ROOM).at(0)));
    List<Spot> spots = scene.places(2 * NAMED.size(), Region.TABLE.turned(Math.PI), BLOCK_ROOM);
    for (int i = 0; i < NAMED.size(); i++) {
      scene.add(block(NAMED.get(i), named(variation), spots.get(2 * i)));
      scene.add(block(OTHER.get(i), distractor, spots.get(2 * i + 1)));
    }
    return new Stacked(NAMED, OTHER, count(variation));
  }

  private static String block(String name, Colour colour, Spot spot) {
    // A flat side needs no torsional friction; condim 3 saves a fifth of the time.
    return String.format(
        Locale.ROOT,
        """
    <body name="%1$s" %2$s>
      <freejoint name="%1$s"/>
      <geom type="box" size=".022 .022 .022" mass=".08" condim="3" priority="1" rgba="%3$s"/>
    </body>
    """,
        name,
        spot.at(EDGE / 2 + 0.0005),
        colour.rgba());
  }

  /**
   * @param blocks the blocks of the colour to be stacked
   * @param others the blocks of the other colour
   * @param count number of blocks in the stack
   */
  private record Stacked(List<String> blocks, List<String> others, int count) implements Goal {
    @Override
    public boolean reached(World world) {
      List<Pose> stack =
          blocks.stream()
              .filter(block -> overPlate(world, block))
              .map(world::pose)
              .sorted(Comparator.comparingDouble(Pose::z))
              .toList();
      return stack.size() == count
          && IntStream.range(0, count).allMatch(i -> inPlace(stack, i))
          && others.stream().noneMatch(block -> overPlate(world, block))
          && blocks.stream().noneMatch(world::robotTouches);
    }

    /** Whether a block of the stack has the right height and lies on the one below. */
    private static boolean inPlace(List<Pose> stack, int i) {
      Pose block = stack.get(i);
      Pose below = stack.get(Math.max(0, i - 1));
      return Math.abs(block.z() - Workspace.TABLE_HEIGHT - level(i)) < FLUSH
          && apart(block, below) < ASIDE;
    }

    private static boolean overPlate(World world, String block) {
      return apart(world.pose(block), world.pose("plate")) < PLATE;
    }

    /** Metres between two places as seen from above. */
    private static double apart(Pose a, Pose b) {
      return StrictMath.hypot(a.x() - b.x(), a.y() - b.y());
    }

    /** Metres from the table to the centre of a stacked block; the lowest is block 0. */
    private static double level(int block) {
      return (block + 0.5) * EDGE;
    }

    /** Repeatedly stacks the free block nearest to the plate. */
    @Override
    public void demonstrate(World world, Robot robot) {
      Pose plate = world.pose("plate");
      for (int i = 0; i < count; i++) {
        String next =
            blocks.stream()
                .filter(block -> !overPlate(world, block))
                .min(Comparator.comparingDouble(block -> apart(world.pose(block), plate)))
                .orElseThrow();
        Pose block = world.pose(next);
        double quarters = Symmetry.turns(block.yaw(), 4);
        Pose grasp = Pose.down(block.x(), block.y(), block.z(), block.yaw() - quarters);
        robot.open(grasp.plus(0, 0, 0.1));
        robot.grip(grasp);
        robot.closed(grasp.plus(0, 0, HIGH - EDGE / 2));

        // At this yaw of the block the hand is unrotated over the plate.
        Spot straight = new Spot(plate.x(), plate.y(), quarters);
        robot.closed(world.carry(next, straight.pose(HIGH)));
        robot.release(world.carry(next, straight.pose(level(i) + 0.001)));
        if (i < count - 1) {
          robot.open(Pose.down(plate.x(), plate.y(), Workspace.TABLE_HEIGHT + HIGH, 0));
        }
      }
    }

    @Override
    public Choice choice() {
      return new Choice(blocks, others);
    }

    @Override
    public List<Goal> alternatives() {
      List<Goal> alternatives = new ArrayList<>();
      for (int other = LEAST; other <= blocks.size(); other++) {
        alternatives.add(new Stacked(others, blocks, other));
        if (other > count) { // fewer is an intermediate state, not another goal
          alternatives.add(new Stacked(blocks, others, other));
        }
      }
      return alternatives;
    }
  }
}
