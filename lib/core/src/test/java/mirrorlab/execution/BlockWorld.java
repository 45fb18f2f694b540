package mirrorlab.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Projection;
import mirrorlab.episode.Proprioception;
import mirrorlab.episode.Step;
import mirrorlab.episode.View;
import mirrorlab.episode.Workspace;

/** Coloured blocks on a table, seen by four ray-cast cameras: "touch the red block". */
public final class BlockWorld {
  private BlockWorld() {}

  private static final String[] NAMES = {"red", "green", "blue", "yellow"};
  private static final int[][] COLOURS = {
    {220, 30, 30}, {30, 180, 30}, {30, 60, 220}, {230, 210, 30}
  };
  private static final double[][] CAMERAS = {
    {1.1, 0, 1.5}, {-0.1, 0.8, 1.6}, {-0.1, -0.8, 1.6}, {0.2, 0.01, 1.7}
  };
  private static final double HALF = 0.04;

  /** Red, green and blue of the block that a variation touches; others take the four in turn. */
  public static int[] colour(int variation) {
    return COLOURS[variation % COLOURS.length].clone();
  }

  /** Instruction, two blocks at places drawn by the seed, and the two keyframes that touch one. */
  public static Episode episode(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int first = random.nextInt(NAMES.length);
    int second = (first + 1 + random.nextInt(NAMES.length - 1)) % NAMES.length;
    double[][] places = new double[2][];
    do {
      for (int i = 0; i < 2; i++) {
        places[i] =
            new double[] {
              random.nextDouble(0, 0.4),
              random.nextDouble(-0.25, 0.25),
              Workspace.TABLE_HEIGHT + HALF
            };
      }
    } while (Math.hypot(places[0][0] - places[1][0], places[0][1] - places[1][1]) < 0.15);
    double yaw = random.nextDouble(-0.7, 0.7);
    Pose home = Pose.down(0.2, 0, 1.2, 0);
    Pose above = Pose.down(places[0][0], places[0][1], places[0][2] + 0.12, yaw);
    Pose touch = above.plus(0, 0, -0.08);
    int[] colours = {first, second};
    List<Step> steps =
        List.of(
            new Step(observe(places, colours, home, true), new Keyframe(above, true, false), 0),
            new Step(observe(places, colours, above, true), new Keyframe(touch, false, true), 1));
    String text = "touch the " + NAMES[first] + " block";
    return new Episode("touch", first, List.of(text), seed, Outcome.SUCCESS, 1, List.of(), steps);
  }

  public static List<Episode> episodes(long firstSeed, int count) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      episodes.add(episode(firstSeed + i));
    }
    return episodes;
  }

  private static Observation observe(double[][] places, int[] colours, Pose hand, boolean open) {
    List<View> views = new ArrayList<>();
    for (Camera camera : Camera.POLICY) {
      views.add(view(camera, places, colours));
    }
    double finger = open ? 0.04 : 0;
    return new Observation(views, new Proprioception(hand, open, finger, finger));
  }

  private static View view(Camera camera, double[][] places, int[] colours) {
    double[] eye = CAMERAS[camera.ordinal()];
    Projection projection = Projection.of(64, 64, 45, eye, lookAt(eye));
    byte[] rgb = new byte[3 * 64 * 64];
    char[] depth = new char[64 * 64];
    for (int i = 0; i < depth.length; i++) {
      double[] far = projection.unproject(i % 64 + 0.5, i / 64 + 0.5, 1);
      double nearest = (Workspace.TABLE_HEIGHT - eye[2]) / (far[2] - eye[2]);
      int[] colour = {150, 150, 150};
      for (int b = 0; b < places.length; b++) {
        double hit = hit(eye, far, places[b]);
        if (hit > 0 && hit < nearest) {
          nearest = hit;
          colour = COLOURS[colours[b]];
        }
      }
      depth[i] = (char) (nearest > 0 && nearest < 5 ? Math.round(1000 * nearest) : 0);
      for (int k = 0; k < 3; k++) {
        rgb[3 * i + k] = (byte) colour[k];
      }
    }
    return new View(camera, projection, new Image(64, 64, rgb), depth);
  }

  /** Depth at which the ray from the eye through a point one metre deep enters the block, or −1. */
  private static double hit(double[] eye, double[] far, double[] block) {
    double in = 0;
    double out = Double.MAX_VALUE;
    for (int k = 0; k < 3; k++) {
      double a = (block[k] - HALF - eye[k]) / (far[k] - eye[k]);
      double b = (block[k] + HALF - eye[k]) / (far[k] - eye[k]);
      in = Math.max(in, Math.min(a, b));
      out = Math.min(out, Math.max(a, b));
    }
    return in < out ? in : -1;
  }

  private static double[] lookAt(double[] eye) {
    double[] z = unit(eye[0] - 0.2, eye[1], eye[2] - Workspace.TABLE_HEIGHT);
    double[] x = unit(-z[1], z[0], 0);
    return new double[] {
      x[0], z[1] * x[2] - z[2] * x[1], z[0],
      x[1], z[2] * x[0] - z[0] * x[2], z[1],
      x[2], z[0] * x[1] - z[1] * x[0], z[2]
    };
  }

  private static double[] unit(double x, double y, double z) {
    double length = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / length, y / length, z / length};
  }
}
