package mirrorlab.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import mirrorlab.episode.Pose;

/**
 * Plans paths for the arm: a straight line in space if it is free or collisions are ignored; else,
 * of that line and paths through joint angles, the one with the fewest collisions.
 */
final class Planner {
  private static final double STRIDE = 0.02; // metres between points of a straight line
  private static final double TURN = 0.08; // radians between points of a straight line
  private static final double LARGEST_GAP = 0.3; // radians between points; more is a jump
  // The ends of a path may touch objects near the gripper.
  private static final double[] CHECKED = {0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85};
  private static final List<double[]> STARTS = starts();

  private final Kinematics kinematics;

  Planner(Kinematics kinematics) {
    this.kinematics = kinematics;
  }

  /**
   * @param from joint angles now
   * @param ignoreCollisions whether to go straight where possible, regardless of obstacles
   * @throws UnreachableException if no joint angles put the gripper there
   */
  Path plan(double[] from, Pose target, boolean ignoreCollisions) {
    Optional<Path> straight = straight(from, target);
    if (straight.isPresent() && (ignoreCollisions || collisions(straight.get()) == 0)) {
      return straight.get();
    }
    List<Path> ways = new ArrayList<>();
    straight.ifPresent(ways::add);
    for (double[] start : STARTS) {
      kinematics
          .solve(start, target)
          .ifPresent(
              end -> {
                ways.add(Path.through(List.of(from, end)));
                ways.add(Path.through(List.of(from, Kinematics.HOME, end)));
              });
    }
    return ways.stream()
        .min(Comparator.comparingInt(this::collisions).thenComparingDouble(Path::length))
        .orElseThrow(
            () ->
                new UnreachableException(
                    "the arm has no joint angles that put the gripper at " + target));
  }

  /** Whether any joint angles put the gripper there. */
  boolean reaches(Pose target) {
    return STARTS.stream().anyMatch(start -> kinematics.solve(start, target).isPresent());
  }

  private Optional<Path> straight(double[] from, Pose target) {
    Pose start = kinematics.gripper(from);
    double[] turn = start.turnTo(target);
    double angle = Math.sqrt(turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2]);
    int n = 1 + (int) Math.max(start.distance(target) / STRIDE, angle / TURN);
    List<double[]> points = new ArrayList<>(List.of(from));
    for (int i = 1; i <= n; i++) {
      double[] last = points.get(i - 1);
      Optional<double[]> next = kinematics.solve(last, start.towards(target, (double) i / n));
      if (next.isEmpty() || Path.gap(last, next.get()) > LARGEST_GAP) {
        return Optional.empty();
      }
      points.add(next.get());
    }
    return Optional.of(Path.through(points));
  }

  private int collisions(Path path) {
    int count = 0;
    for (double fraction : CHECKED) {
      count += kinematics.collisions(path.at(fraction));
    }
    return count;
  }

  /** Initial angles for the solver: the home position, and turns and bends around it. */
  private static List<double[]> starts() {
    SplittableRandom random = new SplittableRandom(1);
    double[] spread = {1.5, 1, 1.5, 0.8, 2, 1, 1.5};
    List<double[]> starts = new ArrayList<>(List.of(Kinematics.HOME));
    for (int i = 0; i < 8; i++) {
      double[] start = Kinematics.HOME.clone();
      for (int j = 0; j < start.length; j++) {
        start[j] += spread[j] * (2 * random.nextDouble() - 1);
      }
      starts.add(start);
    }
    return starts;
  }
}
