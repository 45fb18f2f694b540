package mirrorlab.world;

import java.util.ArrayList;
import java.util.List;
import mirrorlab.physics.Geom;
import mirrorlab.physics.Model;
import mirrorlab.physics.Shape;
import mirrorlab.physics.State;

/**
 * Takes pictures of a scene: colour, depth and segmentation, in plain Java.
 *
 * <p>Geoms of groups 0 to 2 are drawn if their opacity is above 0, and then opaque. Colours are
 * averaged over 3×3 samples a pixel and have a soft shadow, which falls a little to the side, so
 * that height can be read. The same state and projection give the same bytes.
 *
 * <p>A renderer keeps its buffers and what has not moved since its last picture; it is used by one
 * thread.
 */
public final class Renderer {
  private static final int SAMPLES = Rasterizer.SAMPLES;

  // Background colours, 0 to 255: far away at eye level, straight up and straight down.
  private static final float[] HORIZON = {226, 230, 234};
  private static final float[] UP = {178, 194, 212};
  private static final float[] DOWN = {196, 196, 196};

  private final Model model;
  private final List<PlacedSurface> surfaces = new ArrayList<>();
  private final List<PlacedSurface> drawn = new ArrayList<>();
  private final List<PlacedSurface> casters = new ArrayList<>();
  private final boolean[] visible;
  private final float[][] colours;
  private final ShadowMap shadow = new ShadowMap();
  private final Rasterizer rasterizer = new Rasterizer();

  /** A renderer for states of a model. */
  public Renderer(Model model) {
    this.model = model;
    for (Geom geom : model.geoms()) {
      if (geom.shown()) {
        surfaces.add(new PlacedSurface(geom.id(), Surface.of(model, geom)));
      }
    }
    visible = new boolean[model.geoms().size()];
    colours = new float[model.geoms().size()][];
  }

  /**
   * A picture of the scene as the last {@link State#kinematics} or {@link State#forward} left it.
   *
   * @throws IllegalArgumentException if the state is of another model
   */
  public Rendering render(State state, Projection projection) {
    if (state.model() != model) {
      throw new IllegalArgumentException("this renderer draws states of another model");
    }
    place(state);
    rasterizer.begin(projection);
    for (PlacedSurface surface : drawn) {
      rasterizer.draw(surface);
    }
    return develop(projection);
  }

  private void place(State state) {
    boolean changed = false;
    drawn.clear();
    casters.clear();
    for (PlacedSurface surface : surfaces) {
      int geom = surface.geom;
      colours[geom] = model.rgba(geom);
      boolean shows = colours[geom][3] > 0;
      changed |= surface.moveTo(state) | shows != visible[geom];
      visible[geom] = shows;
      if (shows) {
        drawn.add(surface);
        // Nothing is below a plane that could be in its shadow.
        if (model.geoms().get(geom).shape() != Shape.PLANE) {
          casters.add(surface);
        }
      }
    }
    if (changed) {
      shadow.update(casters);
    }
  }

  /** From samples to pixels. */
  private Rendering develop(Projection projection) {
    int width = projection.width();
    int height = projection.height();
    byte[] rgb = new byte[3 * width * height];
    float[] depth = new float[width * height];
    int[] segmentation = new int[width * height];
    float[] nearness = rasterizer.buffer.nearness;
    int[] nearest = rasterizer.buffer.nearest;
    float[] sum = new float[3];
    Sight sight = new Sight(projection, shadow.plan);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        sum[0] = sum[1] = sum[2] = 0;
        for (int dy = 0; dy < SAMPLES; dy++) {
          int sampleRow = SAMPLES * row + dy;
          for (int dx = 0; dx < SAMPLES; dx++) {
            int sampleColumn = SAMPLES * column + dx;
            int sample = sampleRow * SAMPLES * width + sampleColumn;
            if (nearness[sample] > 0) {
              int triangle = nearest[sample];
              int geom = rasterizer.geom(triangle);
              float brightness = rasterizer.ambient(triangle, sampleColumn, sampleRow);
              float direct = rasterizer.direct(triangle, sampleColumn, sampleRow);
              if (direct > 0) {
                sight.look(sampleColumn, sampleRow, 1 / nearness[sample]);
                if (shadow.sunny(sight.column, sight.row, sight.height, geom, dx - 1, dy - 1)) {
                  brightness += direct;
                }
              }
              float[] colour = colours[geom];
              for (int k = 0; k < 3; k++) {
                sum[k] += Math.min(255, 255 * brightness * colour[k]);
              }
            } else {
              sight.background(sampleColumn, sampleRow, sum);
            }
          }
        }
        int pixel = row * width + column;
        for (int k = 0; k < 3; k++) {
          rgb[3 * pixel + k] = (byte) Math.round(sum[k] / (SAMPLES * SAMPLES));
        }
        int centre =
            (SAMPLES * row + SAMPLES / 2) * SAMPLES * width + SAMPLES * column + SAMPLES / 2;
        boolean hit = nearness[centre] > 0;
        depth[pixel] = hit ? 1 / nearness[centre] : 0;
        segmentation[pixel] = hit ? rasterizer.geom(nearest[centre]) : -1;
      }
    }
    return new Rendering(width, height, rgb, depth, segmentation);
  }

  /** Where the samples of a picture look. */
  private static final class Sight {
    private final Projection projection;
    private final double perSample;
    private final double halfWidth;
    private final double halfHeight;

    /** For each plan coordinate: its value at the camera, and change with right, up and ahead. */
    private final double[][] axes = new double[3][4];

    double column;
    double row;
    double height;

    Sight(Projection projection, double[][] plan) {
      this.projection = projection;
      perSample = 1 / (projection.focal() * SAMPLES);
      halfWidth = projection.width() * SAMPLES / 2.0;
      halfHeight = projection.height() * SAMPLES / 2.0;
      double[] p = projection.position();
      double[] r = projection.rotation();
      for (int i = 0; i < 3; i++) {
        double[] a = plan[i];
        axes[i][0] = a[0] * p[0] + a[1] * p[1] + a[2] * p[2] + a[3];
        for (int k = 0; k < 3; k++) {
          int sign = k == 2 ? -1 : 1;
          axes[i][k + 1] = sign * (a[0] * r[k] + a[1] * r[3 + k] + a[2] * r[6 + k]);
        }
      }
    }

    /** Sets the plan coordinates of the point that a sample sees at a depth. */
    void look(int sampleColumn, int sampleRow, double depth) {
      double x = (sampleColumn + 0.5 - halfWidth) * perSample;
      double y = (halfHeight - sampleRow - 0.5) * perSample;
      column = axes[0][0] + depth * (axes[0][1] * x + axes[0][2] * y + axes[0][3]);
      row = axes[1][0] + depth * (axes[1][1] * x + axes[1][2] * y + axes[1][3]);
      height = axes[2][0] + depth * (axes[2][1] * x + axes[2][2] * y + axes[2][3]);
    }

    /** Adds the colour that a sample sees where nothing is. */
    void background(int sampleColumn, int sampleRow, float[] sum) {
      double x = (sampleColumn + 0.5 - halfWidth) * perSample;
      double y = (halfHeight - sampleRow - 0.5) * perSample;
      double[] r = projection.rotation();
      double up = (r[6] * x + r[7] * y - r[8]) / Math.sqrt(x * x + y * y + 1);
      float[] end = up > 0 ? UP : DOWN;
      float share = (float) Math.abs(up);
      for (int k = 0; k < 3; k++) {
        sum[k] += HORIZON[k] + share * (end[k] - HORIZON[k]);
      }
    }
  }
}
