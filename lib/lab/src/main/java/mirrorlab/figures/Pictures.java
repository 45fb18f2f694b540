package mirrorlab.figures;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import mirrorlab.files.AtomicFile;
import mirrorlab.files.Folder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.internal.chartpart.Chart;

/** Charts as pictures: pixels at twice the chart's size, so that they stay sharp, and vectors. */
public final class Pictures {
  private Pictures() {}

  /** A chart of W×H points → a picture of 2W×2H pixels, to be shown at W×H. */
  public static BufferedImage sharp(Chart<?, ?> chart) {
    BufferedImage image =
        new BufferedImage(2 * chart.getWidth(), 2 * chart.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.scale(2, 2);
    chart.paint(g, chart.getWidth(), chart.getHeight());
    g.dispose();
    return image;
  }

  /** Writes a PNG. */
  public static void writePng(Chart<?, ?> chart, Path file) throws IOException {
    AtomicFile.write(file, out -> ImageIO.write(sharp(chart), "png", out));
  }

  /** Writes {@code folder/name.png} and {@code folder/name.svg}. */
  public static void write(Chart<?, ?> chart, Path folder, String name) throws IOException {
    Folder.create(folder);
    writePng(chart, folder.resolve(name + ".png"));
    AtomicFile.write(
        folder.resolve(name + ".svg"),
        out -> VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG));
  }
}
