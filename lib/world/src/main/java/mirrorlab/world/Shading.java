package mirrorlab.world;

import java.util.Arrays;
import mirrorlab.episode.Projection;

/**
 * Makes a picture from a rasterizer's samples: light, shadow and background, averaged per pixel.
 */
final class Shading {
  private static final int SAMPLES = Rasterizer.SAMPLES;

  // Background colours, 0 to 255: far away at eye level, straight up and straight down.
  private static final float[] HORIZON = {226, 230, 234};
  private static final float[] UP = {178, 194, 212};
  private static final float[] DOWN = {196, 196, 196};

  private final Rasterizer rasterizer;
  private final ShadowMap shadow;

  // A ray is ahead + x·right + y·up. Each array holds the ray's change of plan column, row and
  // height in the shadow map per metre of depth, then its rise: at x = y = 0, per x, and per y.
  private final float[] ahead = new float[4];
  private final float[] right = new float[4];
  private final float[] up = new float[4];

  /** Plan coordinates of the camera. */
  private final float[] eye = new float[3];

  // The ray at the left end of the present row of samples.
  private final float[] ray = new float[4];

  Shading(Rasterizer rasterizer, ShadowMap shadow) {
    this.rasterizer = rasterizer;
    this.shadow = shadow;
  }

  /**
   * The picture of the drawn surfaces.
   *
   * @param colours red, green and blue of each geom, 0 to 255
   */
  Rendering develop(Projection projection, float[] colours) {
    int width = projection.width();
    int height = projection.height();
    aim(projection);
    byte[] rgb = new byte[3 * width * height];
    float[] depth = new float[width * height];
    int[] segmentation = new int[width * height];
    float[] sum = new float[3 * width];
    for (int row = 0; row < height; row++) {
      Arrays.fill(sum, 0);
      for (int dy = 0; dy < SAMPLES; dy++) {
        shade(projection, SAMPLES * row + dy, dy, colours, sum);
      }
      int centres = (SAMPLES * row + SAMPLES / 2) * SAMPLES * width + SAMPLES / 2;
      for (int column = 0; column < width; column++) {
        int pixel = row * width + column;
        int centre = centres + SAMPLES * column;
        float nearness = rasterizer.buffer.nearness[centre];
        depth[pixel] = nearness > 0 ? 1 / nearness : 0;
        segmentation[pixel] =
            nearness > 0 ? rasterizer.geom(rasterizer.buffer.nearest[centre]) : -1;
      }
      for (int i = 0; i < sum.length; i++) {
        rgb[3 * width * row + i] = (byte) Math.min(255, sum[i] / (SAMPLES * SAMPLES) + 0.5f);
      }
    }
    return new Rendering(width, height, rgb, depth, segmentation);
  }

  private void aim(Projection projection) {
    double[] p = projection.position();
    double[] r = projection.rotation();
    double[][] rows = {shadow.plan[0], shadow.plan[1], shadow.plan[2], {0, 0, 1, 0}};
    for (int i = 0; i < 4; i++) {
      double[] a = rows[i];
      right[i] = (float) (a[0] * r[0] + a[1] * r[3] + a[2] * r[6]);
      up[i] = (float) (a[0] * r[1] + a[1] * r[4] + a[2] * r[7]);
      ahead[i] = (float) -(a[0] * r[2] + a[1] * r[5] + a[2] * r[8]);
      if (i < 3) {
        eye[i] = (float) (a[0] * p[0] + a[1] * p[1] + a[2] * p[2] + a[3]);
      }
    }
  }

  /** Adds the colours of one row of samples to the sums of its pixels. */
  private void shade(Projection projection, int row, int dy, float[] colours, float[] sum) {
    int columns = projection.width() * SAMPLES;
    float perSample = (float) (1 / (projection.focal() * SAMPLES));
    float y = (projection.height() * SAMPLES / 2f - row - 0.5f) * perSample;
    float left = (0.5f - columns / 2f) * perSample;
    for (int i = 0; i < 4; i++) {
      ray[i] = ahead[i] + left * right[i] + y * up[i];
    }
    float[] nearness = rasterizer.buffer.nearness;
    int[] nearest = rasterizer.buffer.nearest;
    for (int pixel = 0; pixel < projection.width(); pixel++) {
      float r = 0;
      float g = 0;
      float b = 0;
      for (int dx = 0; dx < SAMPLES; dx++) {
        int column = SAMPLES * pixel + dx;
        int sample = row * columns + column;
        float x = column * perSample;
        float near = nearness[sample];
        if (near > 0) {
          int triangle = nearest[sample];
          int geom = rasterizer.geom(triangle);
          float brightness = rasterizer.ambient(triangle, column, row);
          float direct = rasterizer.direct(triangle, column, row);
          if (direct > 0) {
            float depth = 1 / near;
            float u = eye[0] + depth * (ray[0] + x * right[0]);
            float v = eye[1] + depth * (ray[1] + x * right[1]);
            float h = eye[2] + depth * (ray[2] + x * right[2]);
            brightness += direct * shadow.sun(u, v, h, geom, dx - 1, dy - 1);
          }
          r += brightness * colours[3 * geom];
          g += brightness * colours[3 * geom + 1];
          b += brightness * colours[3 * geom + 2];
        } else {
          float rise = ray[3] + x * right[3];
          float across = left + x;
          float share = rise / (float) Math.sqrt(1 + across * across + y * y);
          float[] end = share > 0 ? UP : DOWN;
          float most = Math.abs(share);
          r += HORIZON[0] + most * (end[0] - HORIZON[0]);
          g += HORIZON[1] + most * (end[1] - HORIZON[1]);
          b += HORIZON[2] + most * (end[2] - HORIZON[2]);
        }
      }
      sum[3 * pixel] += r;
      sum[3 * pixel + 1] += g;
      sum[3 * pixel + 2] += b;
    }
  }
}
