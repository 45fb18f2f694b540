package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
 * Three buttons: push the named ones in the named order, and no other. A pushed button lights up in
 * lime and stays lit.
 *
 * <p>The 50 variations are 18 single buttons, one of each colour; all 20 ordered pairs of five
 * colours, beside a third of the five; and all orders of two triples of these. A scene's colours
 * therefore never reveal the named buttons or their order.
 */
@AutoService(Task.class)
public final class PushButtons implements Task {
  private static final Colour LIT = Colour.LIME;
  private static final List<Colour> COLOURS =
      List.copyOf(EnumSet.complementOf(EnumSet.of(Colour.RED, LIT)));
  private static final List<Colour> FIVE =
      List.of(Colour.GREEN, Colour.BLUE, Colour.YELLOW, Colour.MAGENTA, Colour.WHITE);
  private static final List<List<Colour>> VARIATIONS = variationList();

  private static final int BUTTONS = 3;
  private static final double RADIUS = 0.085; // metres around a button
  private static final double TOP = 0.052; // metres, the top of a cap at rest
  private static final double TIP = 0.01; // metres that the fingers reach below the gripper's point
  private static final double DOWN = -0.006; // metres from there, of the 0.022 that a cap can move

  private static List<List<Colour>> variationList() {
    List<List<Colour>> all = new ArrayList<>();
    COLOURS.forEach(colour -> all.add(List.of(colour)));
    all.addAll(orders(FIVE, 2));
    all.addAll(orders(FIVE.subList(0, 3), 3));
    all.addAll(orders(FIVE.subList(2, 5), 3));
    return List.copyOf(all);
  }

  /** All ordered selections of {@code count} elements of a list. */
  private static <T> List<List<T>> orders(List<T> from, int count) {
    if (count == 0) {
      return List.of(List.of());
    }
    List<List<T>> all = new ArrayList<>();
    for (List<T> shorter : orders(from, count - 1)) {
      for (T next : from) {
        if (!shorter.contains(next)) {
          List<T> longer = new ArrayList<>(shorter);
          longer.add(next);
          all.add(longer);
        }
      }
    }
    return all;
  }

  @Override
  public String id() {
    return "push_buttons";
  }

  @Override
  public String displayName() {
    return "Push Buttons";
  }

  @Override
  public int variations() {
    return VARIATIONS.size();
  }

  @Override
  public Optional<String> whyNoGrasp() {
    return Optional.of("buttons are pushed, not grasped");
  }

  @Override
  public List<String> instructions(int variation) {
    List<String> words = VARIATIONS.get(variation).stream().map(Colour::word).toList();
    return List.of(
        words.stream()
            .map(word -> "push the " + word + " button")
            .collect(Collectors.joining(", then ")),
        words.stream()
            .map(word -> "the " + word + " one")
            .collect(Collectors.joining(", and after that ", "press ", "")),
        words.stream()
            .map(word -> "the " + word + " button")
            .collect(Collectors.joining(" and next ", "light up ", "")));
  }

  @Override
  public Goal build(Scene scene, int variation) {
    List<Colour> named = VARIATIONS.get(variation);
    List<Colour> colours = new ArrayList<>(named);
    colours.addAll(
        scene.distractors(
            BUTTONS - named.size(),
            variation,
            named.size() == 1 ? COLOURS : FIVE,
            VARIATIONS::get));
    List<Spot> spots = scene.places(BUTTONS, Region.TABLE, RADIUS);
    for (int i = 0; i < BUTTONS; i++) {
      String rgba = colours.get(i).rgba();
      // The cap collides only with the robot, not with the base into which it sinks.
      scene.add(
          String.format(
              Locale.ROOT,
              """
          <body name="button%1$d" %2$s>
            <geom type="box" size=".055 .055 .01" pos="0 0 .01" rgba="%3$s"/>
            <geom type="cylinder" size=".036 .004" pos="0 0 .024" rgba=".15 .15 .16 1"/>
            <body name="cap%1$d" pos="0 0 .037">
              <joint name="cap%1$d" type="slide" axis="0 0 1" range="-.022 0" stiffness="100" damping="3"/>
              <geom name="cap%1$d" type="cylinder" size=".03 .015" contype="0" conaffinity="2" mass=".03" rgba="%3$s"/>
            </body>
          </body>
          """,
              i,
              spots.get(i).at(0),
              rgba));
    }
    return new Pushed(IntStream.range(0, named.size()).boxed().toList(), new ArrayList<>());
  }

  /**
   * @param wanted indices of the buttons, in order
   * @param pushed those pushed so far; grows over time and is shared with the alternatives
   */
  private record Pushed(List<Integer> wanted, List<Integer> pushed) implements Goal {
    @Override
    public void update(World world) {
      for (int i = 0; i < BUTTONS; i++) {
        if (!pushed.contains(i) && world.joint("cap" + i) < DOWN) {
          pushed.add(i);
          world.paint("cap" + i, LIT);
        }
      }
    }

    @Override
    public boolean reached(World world) {
      return pushed.equals(wanted);
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      for (int button : wanted) {
        Pose base = world.pose("button" + button);
        Pose top = Pose.down(base.x(), base.y(), base.z() + TOP, 0);
        robot.closed(top.plus(0, 0, 0.1));
        robot.grip(top.plus(0, 0, TIP - 0.016));
      }
    }

    @Override
    public Choice choice() {
      int first = wanted.get(0);
      return Choice.of(
          "button" + first, "button" + (first + 1) % BUTTONS, "button" + (first + 2) % BUTTONS);
    }

    @Override
    public List<Goal> alternatives() {
      List<Goal> others = new ArrayList<>();
      for (int count = 1; count <= BUTTONS; count++) {
        for (List<Integer> order : orders(List.of(0, 1, 2), count)) {
          // A prefix of the wanted order is an intermediate state, not another goal.
          if (!order.equals(wanted.subList(0, Math.min(count, wanted.size())))) {
            others.add(new Pushed(order, pushed));
          }
        }
      }
      return others;
    }
  }
}
