package mirrorlab.world.task;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.world.task.Outline.Point;

/** The shapes of a shape sorter, sized so that none fits the hole of another. */
enum Shape {
  CUBE(4, Outline.regular(4, 0.018 * Math.sqrt(2), Math.PI / 4), ".85 .22 .2 1"),
  CYLINDER(16, Outline.regular(16, 0.0219, 0), ".2 .62 .35 1"),
  TRIANGULAR_PRISM(3, Outline.regular(3, 0.0255, Math.PI / 2), ".2 .45 .85 1"),
  STAR(5, star(), ".96 .76 .12 1"),
  MOON(1, moon(), ".6 .35 .75 1");

  private final int parts;
  private final Outline outline;
  private final String rgba;

  Shape(int parts, Outline outline, String rgba) {
    this.parts = parts;
    this.outline = outline;
    this.rgba = rgba;
  }

  /** The order of rotational symmetry. */
  int parts() {
    return parts;
  }

  /** The outline from above, with the knob over the origin. */
  Outline outline() {
    return outline;
  }

  /** Its colour in MJCF notation. */
  String rgba() {
    return rgba;
  }

  /** The name of its body. */
  String body() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of the body around the hole that it fits. */
  String hole() {
    return body() + "_hole";
  }

  /** The words for it in an instruction. */
  String words() {
    return body().replace('_', ' ');
  }

  /** A star of five points, cut from the notches between them. */
  private static Outline star() {
    Outline tips = Outline.regular(5, 0.0255, Math.PI / 2);
    Outline notches = Outline.regular(5, 0.0138, Math.PI * 0.7);
    List<Point> corners =
        IntStream.range(0, 5)
            .boxed()
            .flatMap(i -> Stream.of(tips.corners().get(i), notches.corners().get(i)))
            .toList();
    return new Outline(corners, List.of(1, 3, 5, 7, 9));
  }

  /** A crescent that opens along y, cut from its inner corners and from the middle of its back. */
  private static Outline moon() {
    Point knob = new Point(0, -0.0155);
    Stream<Point> back =
        IntStream.rangeClosed(0, 8)
            .mapToObj(i -> Point.polar(0.0255, Math.toRadians(25 * i - 190)));
    Stream<Point> inner = Stream.of(new Point(0.009, -0.0055), new Point(-0.009, -0.0055));
    List<Point> corners = Stream.concat(back, inner).map(corner -> corner.minus(knob)).toList();
    return new Outline(corners, List.of(4, 9, 10));
  }
}
