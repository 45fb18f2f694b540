package mirrorlab.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * The table before the objects are on it: a task adds each as MJCF, at a free place drawn at
 * random.
 */
public final class Scene {
  private static final int TRIES = 1000;

  /** No place is left for an object. */
  static final class NoRoomException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    NoRoomException(String message) {
      super(message);
    }
  }

  private record Taken(double x, double y, double radius) {}

  private final String name;
  private final List<Integer> inPlay;
  private final SplittableRandom random;
  private final StringBuilder objects = new StringBuilder();
  private final StringBuilder meshes = new StringBuilder();
  private final List<Taken> taken = new ArrayList<>();

  Scene(String name, List<Integer> inPlay, SplittableRandom random) {
    this.name = name;
    this.inPlay = inPlay;
    this.random = random;
  }

  /** The source of all randomness; the same in every run of this scene. */
  public SplittableRandom random() {
    return random;
  }

  /**
   * Random distractors to stand beside the named objects, all different. They are drawn from those
   * that the variations in play name: an object that no instruction ever names could be ruled out
   * without reading. Only if these are too few are others drawn from the rest of {@code all}.
   *
   * @param count number of distractors
   * @param variation of this scene
   * @param all objects of this kind
   * @param names the objects that a variation's instruction names
   */
  public <T> List<T> distractors(
      int count, int variation, List<T> all, IntFunction<List<T>> names) {
    Set<T> others = new HashSet<>();
    inPlay.forEach(other -> others.addAll(names.apply(other)));
    List<T> left = new ArrayList<>(all);
    left.removeAll(names.apply(variation));
    List<T> never = new ArrayList<>(left);
    never.removeAll(others);
    left.removeAll(never);
    List<T> drawn = new ArrayList<>();
    while (drawn.size() < count) {
      List<T> from = left.isEmpty() ? never : left;
      drawn.add(from.remove(random.nextInt(from.size())));
    }
    return drawn;
  }

  /** Variations that other scenes of the same set may have. */
  List<Integer> inPlay() {
    return inPlay;
  }

  /** Adds bodies and geoms, written in MJCF, to the world. */
  public void add(String mjcf) {
    objects.append(mjcf);
  }

  /**
   * Adds the mesh of a prism, for geoms of {@code type="mesh"}: its base has the given corners and
   * it is {@code height} metres tall. The base is the convex hull of the corners.
   *
   * @param corners x and y of each in turn, in metres
   */
  public void prism(String mesh, double height, double... corners) {
    StringJoiner vertices = new StringJoiner(" ");
    for (int i = 0; i < corners.length; i += 2) {
      vertices.add(corners[i] + " " + corners[i + 1] + " 0");
      vertices.add(corners[i] + " " + corners[i + 1] + " " + height);
    }
    meshes.append(String.format(Locale.ROOT, "<mesh name=\"%s\" vertex=\"%s\"/>", mesh, vertices));
  }

  /**
   * A random place for a round object, at least the sum of both radii away from every other object.
   *
   * @param radius metres around the centre that must stay free
   * @throws IllegalStateException if {@value #TRIES} draws find no room
   */
  public Spot place(Region region, double radius) {
    return place(region, radius, spot -> true);
  }

  /** Like {@link #place(Region, double)}, for a place that also meets a condition. */
  public Spot place(Region region, double radius, Predicate<Spot> condition) {
    for (int i = 0; i < TRIES; i++) {
      double x = between(region.xLow(), region.xHigh());
      double y = between(region.yLow(), region.yHigh());
      Spot spot = new Spot(x, y, between(-region.yaw(), region.yaw()));
      if (taken.stream().allMatch(t -> StrictMath.hypot(t.x - x, t.y - y) >= t.radius + radius)
          && condition.test(spot)) {
        taken.add(new Taken(x, y, radius));
        return spot;
      }
    }
    throw new NoRoomException(
        String.format(
            Locale.ROOT,
            "no room for an object of radius %s m in %s after %d draws; %d things are there already",
            radius,
            name,
            TRIES,
            taken.size()));
  }

  /** Keeps later objects away from a circle. */
  public void keepClear(Spot spot, double radius) {
    taken.add(new Taken(spot.x(), spot.y(), radius));
  }

  /**
   * Random places for similar objects, in an order independent of the order of drawing, so that
   * positions do not reveal the target.
   */
  public List<Spot> places(int count, Region region, double radius) {
    List<Spot> spots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      spots.add(random.nextInt(i + 1), place(region, radius));
    }
    return spots;
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** The scene as MJCF: a room with these objects in it. */
  String in(String room) {
    return room.replace("<!-- meshes -->", meshes).replace("<!-- objects -->", objects);
  }
}
