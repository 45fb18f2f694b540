package mirrorlab.world.task;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A figure seen from above, star-shaped about its origin. Meshes must be convex, so an object of
 * this outline, or a plate with a hole of this outline, is made of convex pieces.
 *
 * @param corners counterclockwise
 * @param cuts indices of the corners from which cuts to the origin leave convex pieces, in order;
 *     none if the figure is convex
 */
record Outline(List<Point> corners, List<Integer> cuts) {
  /** A point in the plane, or a vector between two points, in metres. */
  record Point(double x, double y) {
    static Point polar(double radius, double angle) {
      return new Point(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle));
    }

    Point plus(Point other) {
      return new Point(x + other.x, y + other.y);
    }

    Point minus(Point other) {
      return new Point(x - other.x, y - other.y);
    }

    Point times(double factor) {
      return new Point(factor * x, factor * y);
    }

    double dot(Point other) {
      return x * other.x + y * other.y;
    }

    /** The cross product; positive if the other vector turns to the left of this one. */
    double cross(Point other) {
      return x * other.y - y * other.x;
    }

    /** The unit vector to the right of this one. */
    Point right() {
      double length = Math.sqrt(dot(this));
      return new Point(y / length, -x / length);
    }
  }

  /** A regular polygon. */
  static Outline regular(int corners, double radius, double firstAngle) {
    return new Outline(
        IntStream.range(0, corners)
            .mapToObj(i -> Point.polar(radius, firstAngle + 2 * Math.PI * i / corners))
            .toList(),
        List.of());
  }

  /** The figure with its sides moved outwards by {@code by} metres. */
  Outline grown(double by) {
    return new Outline(
        IntStream.range(0, corners.size())
            .mapToObj(
                i -> {
                  Point before = side(i - 1).right();
                  Point after = side(i).right();
                  double reach = by / (1 + before.dot(after));
                  return corner(i).plus(before.plus(after).times(reach));
                })
            .toList(),
        cuts);
  }

  /** The centre of the figure's bounding rectangle. */
  Point middle() {
    return new Point(middle(Point::x), middle(Point::y));
  }

  private double middle(ToDoubleFunction<Point> coordinate) {
    DoubleSummaryStatistics range = corners.stream().mapToDouble(coordinate).summaryStatistics();
    return (range.getMin() + range.getMax()) / 2;
  }

  /** Convex pieces of the figure, as x and y of each piece's corners. */
  List<double[]> pieces() {
    return cuts.isEmpty()
        ? List.of(flat(corners.stream()))
        : runs(cuts).stream()
            .map(run -> flat(Stream.concat(run.stream(), Stream.of(new Point(0, 0)))))
            .toList();
  }

  /**
   * Convex pieces of a square with this figure as a hole in its middle, as x and y of each piece's
   * corners.
   *
   * @param half metres from the square's middle to its sides
   */
  List<double[]> around(double half) {
    // A piece may span corners that point inward, but a new piece begins at each outward corner.
    List<Integer> outward =
        IntStream.range(0, corners.size())
            .filter(i -> side(i - 1).cross(side(i)) > 0)
            .boxed()
            .toList();
    return runs(outward).stream()
        .map(run -> flat(Stream.concat(run.stream(), beyond(run, half))))
        .toList();
  }

  /** The part of the square's boundary behind a run of corners, as seen from the origin. */
  private Stream<Point> beyond(List<Point> run, double half) {
    Point first = run.get(0);
    Point last = run.get(run.size() - 1);
    Stream<Point> squareCorners =
        Stream.of(new Point(1, 1), new Point(-1, 1), new Point(-1, -1), new Point(1, -1))
            .map(corner -> middle().plus(corner.times(half)))
            .filter(corner -> first.cross(corner) > 0 && corner.cross(last) > 0);
    return Stream.concat(Stream.of(onSquare(first, half), onSquare(last, half)), squareCorners);
  }

  /** The point at which the ray from the origin through a point leaves the square. */
  private Point onSquare(Point point, double half) {
    Point middle = middle();
    double alongX = (half + Math.signum(point.x) * middle.x) / Math.abs(point.x);
    double alongY = (half + Math.signum(point.y) * middle.y) / Math.abs(point.y);
    return point.times(Math.min(alongX, alongY));
  }

  /** The corners from each index to the next, both included, round the figure. */
  private List<List<Point>> runs(List<Integer> indices) {
    List<List<Point>> runs = new ArrayList<>();
    for (int i = 0; i < indices.size(); i++) {
      int from = indices.get(i);
      int to = indices.get((i + 1) % indices.size());
      int length = Math.floorMod(to - from, corners.size());
      runs.add(IntStream.rangeClosed(from, from + length).mapToObj(this::corner).toList());
    }
    return runs;
  }

  private static double[] flat(Stream<Point> points) {
    return points.flatMapToDouble(point -> DoubleStream.of(point.x, point.y)).toArray();
  }

  private Point corner(int i) {
    return corners.get(Math.floorMod(i, corners.size()));
  }

  private Point side(int i) {
    return corner(i + 1).minus(corner(i));
  }
}
