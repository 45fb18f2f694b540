package mirrorlab.notebook;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mirrorlab.episode.Image;
import mirrorlab.figures.Filmstrip;
import mirrorlab.figures.Pictures;
import org.knowm.xchart.internal.chartpart.Chart;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/** The types with a richer display in a cell than their {@code toString}, and their renderers. */
final class Renderings {
  private Renderings() {}

  private static final int ROWS = 20;
  private static final int VALUES = 6;
  private static final int NARROWEST = 256;

  private static final Map<Class<?>, Function<Object, Shown>> BY_TYPE = new LinkedHashMap<>();

  static {
    on(Chart.class, Renderings::chart);
    on(Table.class, Renderings::table);
    on(NDArray.class, Renderings::array);
    on(INDArray.class, Renderings::array);
    on(BufferedImage.class, Renderings::image);
    on(Image.class, image -> image(enlarged(image)));
    on(Animation.class, Animation::shown);
    on(ProgressBar.class, ProgressBar::shown);
    on(LossCurve.class, LossCurve::shown);
  }

  private static <T> void on(Class<T> type, Function<T, Shown> rendering) {
    BY_TYPE.put(type, value -> rendering.apply(type.cast(value)));
  }

  /**
   * The types that {@link #show} supports; a kernel also looks up a value's superclasses and
   * interfaces.
   */
  static Set<Class<?>> types() {
    return BY_TYPE.keySet();
  }

  /** Renders a value of one of the {@link #types}. */
  static Shown show(Class<?> type, Object value) {
    return BY_TYPE.get(type).apply(value);
  }

  static Shown chart(Chart<?, ?> chart) {
    return Shown.picture(
        Pictures.sharp(chart), chart.getWidth(), chart.getHeight(), "chart: " + chart.getTitle());
  }

  private static Shown table(Table table) {
    Table head = table.first(ROWS);
    String more =
        table.rowCount() > ROWS ? "… and " + (table.rowCount() - ROWS) + " more rows" : "";
    String html = head.write().toString("html");
    return Shown.html(
        more.isEmpty() ? html : html + "<p>" + more + "</p>", head.print() + "\n" + more);
  }

  private static Shown image(BufferedImage image) {
    String size = image.getWidth() + "×" + image.getHeight();
    return Shown.picture(image, image.getWidth(), image.getHeight(), "image: " + size);
  }

  /** Enlarges a small picture with each pixel as a square, since a browser would blur it. */
  static BufferedImage enlarged(Image image) {
    return Filmstrip.enlarge(image, (NARROWEST + image.width() - 1) / image.width());
  }

  private static Shown array(NDArray array) {
    int n = (int) Math.min(VALUES, array.size());
    double[] first;
    try (NDArray flat = array.flatten();
        NDArray some = flat.get("0:" + n);
        NDArray values = some.toType(DataType.FLOAT64, true)) {
      first = values.toDoubleArray();
    }
    return array(
        "NDArray " + array.getShape() + " " + array.getDataType() + " on " + array.getDevice(),
        first,
        array.size());
  }

  private static Shown array(INDArray array) {
    int n = (int) Math.min(VALUES, array.length());
    return array(
        "INDArray " + Arrays.toString(array.shape()) + " " + array.dataType(),
        IntStream.range(0, n).mapToDouble(array::getDouble).toArray(),
        array.length());
  }

  private static Shown array(String kind, double[] first, long size) {
    String values =
        Arrays.stream(first)
            .mapToObj(x -> String.format(Locale.ROOT, "%.4g", x))
            .collect(Collectors.joining(", "));
    return Shown.text(kind + ": " + values + (size > first.length ? ", …" : ""));
  }
}
