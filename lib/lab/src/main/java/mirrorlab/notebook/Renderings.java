package mirrorlab.notebook;

import ai.djl.ndarray.NDArray;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Image;
import mirrorlab.figures.Filmstrip;
import mirrorlab.figures.Pictures;
import mirrorlab.world.World;
import org.knowm.xchart.internal.chartpart.Chart;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/** The types with a richer display in a cell than their {@code toString}, and their renderers. */
final class Renderings {
  private Renderings() {}

  private static final int ROWS = 20;
  private static final int NARROWEST = 256;
  private static final int SMALL = 128;
  private static final int PICTURES = 24;
  private static final int COLUMNS = 6;

  private static final Map<Class<?>, Function<Object, Shown>> BY_TYPE = new LinkedHashMap<>();

  static {
    on(Chart.class, Renderings::chart);
    on(Table.class, Renderings::table);
    on(NDArray.class, array -> Shown.text(ArrayText.of(array)));
    on(INDArray.class, array -> Shown.text(ArrayText.of(array)));
    on(BufferedImage.class, Renderings::image);
    on(Image.class, image -> image(enlarged(image)));
    on(World.class, Renderings::world);
    on(List.class, Renderings::list);
    for (Class<?> type :
        List.of(boolean.class, int.class, long.class, float.class, double.class, String.class)) {
      on(type.arrayType(), array -> Shown.text(ArrayText.of(array)));
      on(type.arrayType().arrayType(), array -> Shown.text(ArrayText.of(array)));
    }
    on(Animation.class, Animation::shown);
    on(Drawing.class, Drawing::shown);
    on(TemperatureSlider.class, TemperatureSlider::shown);
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
    return Filmstrip.enlarge(image, scale(image, NARROWEST));
  }

  private static int scale(Image image, int width) {
    return (width + image.width() - 1) / image.width();
  }

  private static Shown world(World world) {
    return image(world.view(Camera.OBSERVER, NARROWEST, NARROWEST).image().toBufferedImage());
  }

  private static Shown list(List<?> list) {
    if (list.isEmpty() || !list.stream().allMatch(Image.class::isInstance)) {
      return Shown.text(String.valueOf(list));
    }
    List<Image> images = list.stream().limit(PICTURES).map(Image.class::cast).toList();
    List<String> captions =
        IntStream.rangeClosed(1, images.size()).mapToObj(i -> i + " of " + list.size()).toList();
    return image(Filmstrip.of(images, captions, scale(images.get(0), SMALL), COLUMNS));
  }
}
