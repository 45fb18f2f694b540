package mirrorlab.notebook;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import mirrorlab.alignment.Labels;
import mirrorlab.alignment.Pairing;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Tensors;

/**
 * Where the alignment loss pulls embeddings on the unit circle, at each of several temperatures.
 * Each arrow has the direction and the length of −∂L/∂angle; at each temperature the longest one is
 * drawn at the same length, and arrows below a sixth of it are left out.
 *
 * <p>The slider is a row of radio buttons: it needs no script, so it also works on the course's
 * site. {@link #drawing} shows the same without a control.
 */
public final class TemperatureSlider {
  private static final String[] COLORS = {"#0072B2", "#D55E00"}; // of U and of E, as in all charts
  private static final int SIZE = 360; // pixels of a panel, of which the last are for its text
  private static final int BELOW = 52;
  private static final double RADIUS = 105;
  private static final double LONGEST = 60;
  private static final double SHORTEST = 10; // a shorter arrow would lie within its mark

  /**
   * The loss at one temperature.
   *
   * @param temperature τ
   * @param loss in nats
   * @param pulls of U's N and of E's N embeddings: −∂L/∂angle in nats per radian, positive for
   *     anticlockwise
   */
  record Stop(double temperature, double loss, double[][] pulls) {
    double longest() {
      return Arrays.stream(pulls).flatMapToDouble(DoubleStream::of).map(Math::abs).max().orElse(0);
    }
  }

  private final double[][] degrees;
  private final int[] instructions;
  private final List<Stop> stops;

  private TemperatureSlider(double[][] degrees, int[] instructions, List<Stop> stops) {
    this.degrees = degrees;
    this.instructions = instructions;
    this.stops = stops;
  }

  /**
   * Differentiates the loss of {@link Pairing#INSTRUCTION}.
   *
   * @param u N angles of U's embeddings, in degrees
   * @param e N angles of E's, in degrees
   * @param instructions N numbers; an embedding of U and one of E are partners if theirs are equal
   * @param temperatures one stop of the slider each, all above 0
   */
  public static TemperatureSlider of(
      double[] u, double[] e, int[] instructions, double... temperatures) {
    if (u.length != e.length || temperatures.length == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "there are %d angles of U, %d of E and %d temperatures; give N, N and at least 1",
              u.length,
              e.length,
              temperatures.length));
    }
    int[] numbers = IntStream.range(0, u.length).toArray();
    Labels labels = new Labels(numbers, instructions.clone(), instructions.clone());
    return new TemperatureSlider(
        new double[][] {u.clone(), e.clone()},
        instructions.clone(),
        DoubleStream.of(temperatures).mapToObj(t -> stop(u, e, labels, t)).toList());
  }

  private static Stop stop(double[] u, double[] e, Labels labels, double temperature) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray first = angles(manager, u);
      NDArray second = angles(manager, e);
      double loss =
          Autograd.differentiate(
                  () ->
                      Map.of(
                          "loss",
                          Pairing.INSTRUCTION.loss(
                              onCircle(first), onCircle(second), labels, temperature)))
              .get("loss");
      return new Stop(temperature, loss, new double[][] {pull(first), pull(second)});
    }
  }

  private static NDArray angles(NDManager manager, double[] degrees) {
    float[] radians = new float[degrees.length];
    for (int i = 0; i < radians.length; i++) {
      radians[i] = (float) Math.toRadians(degrees[i]);
    }
    NDArray angles = Tensors.of(manager, radians, radians.length, 1);
    angles.setRequiresGradient(true);
    return angles;
  }

  private static NDArray onCircle(NDArray angles) {
    return angles.cos().concat(angles.sin(), 1); // N×2
  }

  private static double[] pull(NDArray angles) {
    float[] slopes = angles.getGradient().toFloatArray();
    return IntStream.range(0, slopes.length).mapToDouble(i -> -slopes[i]).toArray();
  }

  List<Stop> stops() {
    return stops;
  }

  /** The first, the middle and the last stop side by side. */
  public Drawing drawing() {
    List<Stop> some =
        IntStream.of(0, stops.size() / 2, stops.size() - 1)
            .distinct()
            .mapToObj(stops::get)
            .toList();
    String panels =
        IntStream.range(0, some.size())
            .mapToObj(
                i ->
                    String.format(
                        Locale.ROOT,
                        "<g transform=\"translate(%d 0)\">%s</g>",
                        i * SIZE,
                        panel(some.get(i))))
            .collect(Collectors.joining("\n"));
    String about =
        some.stream()
            .map(TemperatureSlider::told)
            .collect(Collectors.joining("\n", "What the alignment loss pulls\n", ""));
    return new Drawing(svg(panels, SIZE * some.size(), about), about);
  }

  Shown shown() {
    String id = "tau-" + Integer.toHexString(Arrays.deepHashCode(degrees));
    int n = stops.size();
    StringBuilder html = new StringBuilder();
    html.append(
        String.format(
            Locale.ROOT,
            "<div class=\"%s\" role=\"radiogroup\" aria-label=\"temperature\">%n<style>%s</style>%n",
            id,
            css(id)));
    for (int i = 0; i < n; i++) {
      html.append(
          String.format(
              Locale.ROOT,
              "<input type=\"radio\" name=\"%1$s\" id=\"%1$s-%2$d\"%3$s>"
                  + "<label for=\"%1$s-%2$d\">%4$s</label>%n",
              id,
              i,
              i == n / 2 ? " checked" : "",
              stops.get(i).temperature));
    }
    for (Stop stop : stops) {
      html.append("<div>").append(svg(panel(stop), SIZE, told(stop))).append("</div>\n");
    }
    return Shown.html(html.append("</div>").toString(), drawing().about());
  }

  /** One track with a knob at the checked stop, and that stop's drawing below it. */
  private String css(String id) {
    int n = stops.size();
    String shown =
        IntStream.range(0, n)
            .mapToObj(
                i ->
                    String.format(
                        Locale.ROOT, "#%s-%d:checked ~ div:nth-last-of-type(%d)", id, i, n - i))
            .collect(Collectors.joining(", "));
    return String.join(
        "\n",
        String.format(
            Locale.ROOT,
            ".%s { display: grid; grid-template-columns: repeat(%d, 1fr); max-width: 30rem; }",
            id,
            n),
        String.format(
            Locale.ROOT,
            ".%s input { grid-row: 1; appearance: none; width: 100%%; height: 28px; margin: 0;"
                + " cursor: pointer; background: radial-gradient(circle, #767676 4px, transparent"
                + " 5px), linear-gradient(#767676, #767676) center / 100%% 3px no-repeat; }",
            id),
        String.format(
            Locale.ROOT,
            ".%s input:checked { background: radial-gradient(circle, #0072B2 10px, transparent"
                + " 11px), linear-gradient(#767676, #767676) center / 100%% 3px no-repeat; }",
            id),
        String.format(Locale.ROOT, ".%s label { grid-row: 2; text-align: center; }", id),
        String.format(
            Locale.ROOT, ".%s div { grid-row: 3; grid-column: 1 / -1; display: none; }", id),
        String.format(Locale.ROOT, ".%1$s svg { max-width: 100%%; height: auto; }", id),
        shown + " { display: block; }");
  }

  private static String svg(String content, int width, String title) {
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
            + " viewBox=\"0 0 %1$d %2$d\" role=\"img\" font-family=\"sans-serif\""
            + " font-size=\"16\"><title>%3$s</title>"
            + "<rect width=\"%1$d\" height=\"%2$d\" fill=\"#ffffff\"/>%n%4$s%n</svg>",
        width,
        SIZE + BELOW,
        title.replace("\n", ". "),
        content);
  }

  private String panel(Stop stop) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<circle cx=\"%1$d\" cy=\"%1$d\" r=\"%2$.0f\" fill=\"none\" stroke=\"#bdbdbd\"/>",
            SIZE / 2,
            RADIUS));
    for (int side = 0; side < degrees.length; side++) {
      for (int i = 0; i < instructions.length; i++) {
        svg.append("\n").append(point(stop, side, i));
      }
    }
    return svg.append(text(SIZE - 4, "bold", "τ = " + stop.temperature))
        .append(text(SIZE + 20, "normal", String.format(Locale.ROOT, "loss %.2f nats", stop.loss)))
        .append(
            text(
                SIZE + 42,
                "normal",
                String.format(Locale.ROOT, "longest arrow %.2f nats per radian", stop.longest())))
        .toString();
  }

  private static String text(int y, String weight, String text) {
    return String.format(
        Locale.ROOT,
        "%n<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-weight=\"%s\" fill=\"#222222\">%s</text>",
        SIZE / 2,
        y,
        weight,
        text);
  }

  /** A disc of U outside the circle or a triangle of E inside it, its number, and its arrow. */
  private String point(Stop stop, int side, int i) {
    double angle = Math.toRadians(degrees[side][i]);
    double radius = side == 0 ? RADIUS + 14 : RADIUS - 14;
    double x = SIZE / 2.0 + radius * Math.cos(angle);
    double y = SIZE / 2.0 - radius * Math.sin(angle);
    double length = stop.longest() == 0 ? 0 : LONGEST * stop.pulls[side][i] / stop.longest();
    double tipX = x - length * Math.sin(angle);
    double tipY = y - length * Math.cos(angle);
    String arrow = Math.abs(length) < SHORTEST ? "" : arrow(x, y, tipX, tipY, COLORS[side]);
    String mark =
        side == 0
            ? String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"7\"", x, y)
            : String.format(Locale.ROOT, "<path d=\"M%.1f %.1fl8 14h-16z\"", x, y - 9);
    double beyond = side == 0 ? radius + 20 : radius - 22;
    return String.format(
        Locale.ROOT,
        "%s%s fill=\"%s\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"%3$s\">%d</text>",
        arrow,
        mark,
        COLORS[side],
        SIZE / 2.0 + beyond * Math.cos(angle),
        SIZE / 2.0 - beyond * Math.sin(angle) + 5,
        instructions[i]);
  }

  private static String arrow(double x, double y, double tipX, double tipY, String color) {
    double length = Math.hypot(tipX - x, tipY - y);
    double along = (tipX - x) / length;
    double up = (tipY - y) / length;
    return String.format(
        Locale.ROOT,
        "<path d=\"M%.1f %.1fL%.1f %.1fM%.1f %.1fL%3$.1f %4$.1fL%.1f %.1f\" fill=\"none\""
            + " stroke=\"%s\" stroke-width=\"3\"/>",
        x,
        y,
        tipX,
        tipY,
        tipX - 8 * along - 5 * up,
        tipY - 8 * up + 5 * along,
        tipX - 8 * along + 5 * up,
        tipY - 8 * up - 5 * along,
        color);
  }

  private static String told(Stop stop) {
    return String.format(
        Locale.ROOT,
        "τ = %s: loss %.2f nats, longest arrow %.2f nats per radian",
        stop.temperature,
        stop.loss,
        stop.longest());
  }
}
