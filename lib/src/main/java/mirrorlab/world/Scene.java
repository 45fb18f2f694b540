package mirrorlab.world;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The table before the objects are on it: a task adds each as MJCF, at a free place drawn at
 * random.
 */
public final class Scene {
  private static final int TRIES = 1000;

  private record Taken(double x, double y, double radius) {}

  private final String name;
  private final SplittableRandom random;
  private final StringBuilder objects = new StringBuilder();
  private final List<Taken> taken = new ArrayList<>();

  Scene(String name, SplittableRandom random) {
    this.name = name;
    this.random = random;
  }

  /** The source of everything that is drawn by chance; the same in every run of this scene. */
  public SplittableRandom random() {
    return random;
  }

  /** Adds bodies and geoms, written in MJCF, to the world. */
  public void add(String mjcf) {
    objects.append(mjcf);
  }

  /**
   * A random place for something round, nearer to nothing than the two radii together.
   *
   * @param radius metres around the centre that nothing else may enter
   * @throws IllegalStateException if {@value #TRIES} draws find no room
   */
  public Spot place(Region region, double radius) {
    for (int i = 0; i < TRIES; i++) {
      double x = between(region.xLow(), region.xHigh());
      double y = between(region.yLow(), region.yHigh());
      double yaw = between(-region.yaw(), region.yaw());
      if (taken.stream().allMatch(t -> StrictMath.hypot(t.x - x, t.y - y) >= t.radius + radius)) {
        taken.add(new Taken(x, y, radius));
        return new Spot(x, y, yaw);
      }
    }
    throw new IllegalStateException(
        "no room for an object of radius %s m in %s after %d draws; %d things are there already"
            .formatted(radius, name, TRIES, taken.size()));
  }

  /**
   * Random places for things that are alike, in an order that tells nothing of how they were drawn:
   * which of them is the wanted one cannot be read from where they are.
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

  /** The objects as MJCF. */
  String objects() {
    return objects.toString();
  }
}
