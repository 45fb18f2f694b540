package mirrorlab.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import mirrorlab.episode.Projection;
import mirrorlab.episode.Workspace;
import mirrorlab.physics.Geom;
import mirrorlab.physics.Hit;
import mirrorlab.physics.Model;
import mirrorlab.physics.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RendererTest {
  private static final double TABLE = Workspace.TABLE_HEIGHT;

  /** One geom of each shape on a table over a floor without end, turned at random angles. */
  private static final String SHAPES =
      """
      <mujoco>
        <asset><mesh name="wedge" vertex="0 0 0  .1 0 0  0 .1 0  0 0 .08  .1 0 .03"/></asset>
        <worldbody>
          <geom name="floor" type="plane" size="0 0 1" rgba=".5 .5 .5 1"/>
          <geom name="table" type="box" size=".5 .6 .02" pos=".2 0 .732" rgba=".8 .7 .6 1"/>
          <geom name="box" type="box" size=".05 .04 .03" pos="0 -.2 .85" euler="20 30 40"/>
          <geom name="sphere" type="sphere" size=".05" pos=".2 -.2 .802"/>
          <geom name="capsule" type="capsule" size=".03 .05" pos=".4 -.2 .85" euler="70 20 0"/>
          <geom name="cylinder" type="cylinder" size=".04 .05" pos="0 .1 .85" euler="50 10 0"/>
          <geom name="ellipsoid" type="ellipsoid" size=".03 .05 .07" pos=".2 .1 .85"
            euler="15 40 0"/>
          <geom name="wedge" type="mesh" mesh="wedge" pos=".4 .1 .8" euler="0 0 130"/>
          <geom name="hidden" type="box" size=".3 .3 .3" pos=".2 0 1" group="3"/>
          <geom name="glass" type="box" size=".3 .3 .3" pos=".2 0 1" rgba="1 1 1 0"/>
        </worldbody>
      </mujoco>
      """;

  private static final double[] CENTRE = {0.2, 0, 0.8};

  private static final Projection ABOVE = lookAt(128, 30, new double[] {0.21, 0, 2.2}, CENTRE);

  private Model model;
  private State state;

  private void scene(String mjcf) {
    model = Model.parse(mjcf, Map.of());
    state = new State(model);
  }

  private Rendering render(Projection projection) {
    return new Renderer(model).render(state, projection);
  }

  @AfterEach
  void close() {
    state.close();
    model.close();
  }

  /** A camera at a place that looks at another one, with z upwards in the picture. */
  static Projection lookAt(int size, double fovy, double[] from, double[] to) {
    double[] z = unit(from[0] - to[0], from[1] - to[1], from[2] - to[2]);
    double[] x = unit(-z[1], z[0], 0);
    double[] y = {z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0]};
    double[] rotation = {x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]};
    return Projection.of(size, size, fovy, from, rotation);
  }

  private static double[] unit(double x, double y, double z) {
    double length = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / length, y / length, z / length};
  }

  /** The ray through a pixel's centre, as long as one metre of depth. */
  private Optional<Hit> castRay(Projection projection, int row, int column) {
    double[] from = projection.position();
    double[] to = projection.unproject(column + 0.5, row + 0.5, 1);
    return state.ray(from, new double[] {to[0] - from[0], to[1] - from[1], to[2] - from[2]});
  }

  /** Share of pixels that show what MuJoCo's ray through their centre meets. */
  private double agreement(Projection projection, Rendering picture) {
    int same = 0;
    for (int i = 0; i < picture.segmentation().length; i++) {
      Optional<Hit> hit = castRay(projection, i / picture.width(), i % picture.width());
      if (picture.segmentation()[i] == hit.map(Hit::geom).orElse(-1)) {
        same++;
      }
    }
    return (double) same / picture.segmentation().length;
  }

  /** Brightness, 0 to 255, of each pixel that shows a geom. */
  private static double[] brightness(Rendering picture, int geom) {
    return IntStream.range(0, picture.segmentation().length)
        .filter(i -> picture.segmentation()[i] == geom)
        .mapToDouble(i -> brightness(picture.rgb(), i))
        .toArray();
  }

  private static double brightness(byte[] rgb, int pixel) {
    return ((rgb[3 * pixel] & 255) + (rgb[3 * pixel + 1] & 255) + (rgb[3 * pixel + 2] & 255)) / 3.0;
  }

  @Test
  void segmentationAndDepthAgreeWithRayCasting() {
    scene(SHAPES);
    Random random = new Random(7);
    for (int view = 0; view < 6; view++) {
      double angle = 2 * Math.PI * random.nextDouble();
      double[] from = {0.2 + Math.cos(angle), Math.sin(angle), 0.9 + 0.7 * random.nextDouble()};
      Projection projection = lookAt(96, 50, from, CENTRE);
      Rendering picture = render(projection);
      assertTrue(agreement(projection, picture) >= 0.99, "view " + view);
      int compared = 0;
      int wrong = 0;
      for (int i = 0; i < picture.depth().length; i++) {
        Optional<Hit> hit = castRay(projection, i / 96, i % 96);
        if (hit.isPresent() && hit.get().geom() == picture.segmentation()[i]) {
          compared++;
          // 5 mm, or a hundredth of a per cent where the floor is far away.
          double tolerance = Math.max(0.005, 1e-4 * hit.get().distance());
          wrong += Math.abs(hit.get().distance() - picture.depth()[i]) > tolerance ? 1 : 0;
        }
      }
      // At the silhouette of a curved surface depth changes faster than its facets do.
      assertTrue(wrong <= compared / 1000, wrong + " of " + compared + " depths in view " + view);
    }
  }

  @Test
  void aGeomIsSeenWhereItsCentreProjects() {
    scene(SHAPES);
    Projection projection = lookAt(128, 45, new double[] {1, -0.3, 1.6}, CENTRE);
    Rendering picture = render(projection);
    for (String name : List.of("box", "sphere", "capsule", "cylinder", "ellipsoid", "wedge")) {
      Geom geom = model.geom(name);
      double[] seen = projection.project(state.geomPosition(geom.id()));
      int pixel = (int) seen[1] * 128 + (int) seen[0];
      assertEquals(geom.id(), picture.segmentation()[pixel], name);
    }
    double[] centre = state.geomPosition(model.geom("sphere").id());
    double[] seen = projection.project(centre);
    int row = (int) seen[1];
    int column = (int) seen[0];
    double depth = picture.depth()[row * 128 + column];
    double[] point = projection.unproject(column + 0.5, row + 0.5, depth);
    double distance =
        Math.hypot(Math.hypot(point[0] - centre[0], point[1] - centre[1]), point[2] - centre[2]);
    assertEquals(0.05, distance, 0.001, "the point is on the sphere");
  }

  @Test
  void whatTheCameraIsInOrTouchesHasNoHoles() {
    scene(SHAPES);
    double[] table = state.geomPosition(model.geom("table").id());
    List<double[]> places =
        List.of(
            table, // inside the table's top
            new double[] {0.1, 0.3, TABLE + 0.012}, // just above it
            new double[] {0.02, -0.2, 0.86}, // inside the box
            new double[] {0.7 + 0.012, 0.1, 0.74}, // in front of the table's side
            new double[] {-0.5, 0.1, 0.012}); // just above the floor
    for (double[] from : places) {
      for (double[] to : List.of(CENTRE, new double[] {0.3, 1, 0.9}, new double[] {0, 0.4, 0.2})) {
        Projection projection = lookAt(64, 90, from, to);
        double share = agreement(projection, render(projection));
        assertTrue(share >= 0.99, "at " + Arrays.toString(from) + " agrees on " + share);
      }
    }
  }

  @Test
  void theSameSceneGivesTheSameBytes() {
    scene(SHAPES);
    Projection projection = lookAt(64, 45, new double[] {1, -0.3, 1.6}, CENTRE);
    Renderer renderer = new Renderer(model);
    Rendering first = renderer.render(state, projection);
    renderer.render(state, lookAt(128, 60, new double[] {-1, 0.3, 1.2}, CENTRE));
    for (Rendering again : List.of(renderer.render(state, projection), render(projection))) {
      assertArrayEquals(first.rgb(), again.rgb());
      assertArrayEquals(first.depth(), again.depth());
      assertArrayEquals(first.segmentation(), again.segmentation());
    }
  }

  @Test
  void whatMovesIsSeenWhereItIsNow() {
    scene(
        """
        <mujoco><worldbody><body><joint name="rail" type="slide" axis="0 1 0"/>
        <geom name="ball" type="sphere" size=".05" pos="0 0 1"/></body></worldbody></mujoco>
        """);
    Projection projection = lookAt(64, 45, new double[] {1, 0, 1}, new double[] {0, 0, 1});
    Renderer renderer = new Renderer(model);
    assertEquals(0, renderer.render(state, projection).segmentation()[32 * 64 + 32]);
    state.qpos().put(model.joint("rail").qpos(), 0.2);
    state.kinematics();
    Rendering moved = renderer.render(state, projection);
    assertEquals(-1, moved.segmentation()[32 * 64 + 32]);
    int column = (int) projection.project(new double[] {0, 0.2, 1})[0];
    assertEquals(0, moved.segmentation()[32 * 64 + column]);
  }

  @Test
  void geomsAreHiddenByTheirGroupOrOpacityAndTakeNewColours() {
    scene(SHAPES);
    Projection projection = lookAt(64, 45, new double[] {1, -0.3, 1.6}, CENTRE);
    Renderer renderer = new Renderer(model);
    Rendering before = renderer.render(state, projection);
    for (String hidden : List.of("hidden", "glass")) {
      assertEquals(0, brightness(before, model.geom(hidden).id()).length, hidden);
    }
    model.setRgba(model.geom("glass").id(), 0, 1, 0, 1);
    Rendering after = renderer.render(state, projection);
    int pixel = 32 * 64 + 32;
    assertEquals(model.geom("glass").id(), after.segmentation()[pixel]);
    assertEquals(0, after.rgb()[3 * pixel], "no red");
    assertTrue((after.rgb()[3 * pixel + 1] & 255) > 150, "green");
    model.setRgba(model.geom("glass").id(), 0, 1, 0, 0);
    assertArrayEquals(before.rgb(), renderer.render(state, projection).rgb());
  }

  @Test
  void whereNothingIsDepthIsZero() {
    scene("<mujoco><worldbody><geom type='sphere' size='.1'/></worldbody></mujoco>");
    Projection away = lookAt(16, 45, new double[] {1, 0, 0}, new double[] {2, 0, 0});
    Rendering picture = render(away);
    assertArrayEquals(new float[256], picture.depth());
    assertTrue(Arrays.stream(picture.segmentation()).allMatch(s -> s == -1));
  }

  @Test
  void edgesAreSmoothedInColourButNotInDepth() {
    scene(
        """
        <mujoco><worldbody><geom name="white" type="box" size=".2 .2 .2" euler="20 0 0"/>
        <geom type="box" size=".01 2 2" pos="-1 0 0" rgba="0 0 0 1"/></worldbody></mujoco>
        """);
    model.setRgba(0, 1, 1, 1, 1);
    Rendering picture = render(lookAt(64, 30, new double[] {2, 0, 0}, new double[] {0, 0, 0}));
    double face = brightness(picture, 0)[100];
    long between =
        IntStream.range(0, 64 * 64)
            .mapToDouble(i -> brightness(picture.rgb(), i))
            .filter(b -> b > 5 && b < face - 5)
            .count();
    assertTrue(between > 60, between + " pixels between black and white");
    for (float depth : picture.depth()) {
      assertTrue(depth < 2 && depth > 1.7 || Math.abs(depth - 2.99) < 1e-3, "depth " + depth);
    }
  }

  /** A box that hovers over the table at a height above it, seen from above. */
  private Rendering hovering(double height) {
    scene(
        String.format(
            Locale.ROOT,
            """
        <mujoco><worldbody>
        <geom name="table" type="box" size=".6 .6 .02" pos=".2 0 .732" rgba="1 1 1 1"/>
        <geom name="box" type="box" size=".04 .04 .04" pos=".2 0 %s"/>
        </worldbody></mujoco>
        """,
            TABLE + 0.04 + height));
    return render(ABOVE);
  }

  @Test
  void aShadowMovesAwayFromTheSunAsItsBoxRises() {
    double last = 0;
    for (double height : new double[] {0.05, 0.15, 0.3}) {
      Rendering picture = hovering(height);
      double[] shades = brightness(picture, 0);
      double lit = Arrays.stream(shades).max().orElseThrow();
      double x = 0;
      double y = 0;
      double weight = 0;
      int soft = 0;
      for (int i = 0; i < 128 * 128; i++) {
        double dark = lit - brightness(picture.rgb(), i);
        if (picture.segmentation()[i] == 0 && dark > 2) {
          double[] point = ABOVE.unproject(i % 128 + 0.5, i / 128 + 0.5, picture.depth()[i]);
          x += dark * point[0];
          y += dark * point[1];
          weight += dark;
          soft += dark < 0.2 * lit ? 1 : 0;
        }
      }
      assertTrue(lit - Arrays.stream(shades).min().orElseThrow() > 0.2 * lit, "it is dark");
      assertTrue(soft > 50, "its edge is soft");
      double away =
          -((x / weight - 0.2) * Light.SUN[0] + y / weight * Light.SUN[1])
              / Math.hypot(Light.SUN[0], Light.SUN[1]);
      assertTrue(away > last + 0.02, "at " + height + " m it is " + away + " m to the side");
      last = away;
      close();
    }
  }

  @Test
  void theDarkestSideOfABrightColourIsLighterThanTheLightestOfItsDarkNamesake() {
    String[][] pairs = {
      {"1 0 0", ".5 0 0"}, {"0 1 0", "0 .5 0"}, {"0 0 1", "0 0 .5"}, {".75 .75 .75", ".5 .5 .5"}
    };
    for (String[] pair : pairs) {
      scene(
          String.format(
              Locale.ROOT,
              """
          <mujoco><worldbody>
          <geom type="box" size=".03 .03 .03" pos=".2 -.1 .8" rgba="%s 1"/>
          <geom type="box" size=".03 .03 .03" pos=".2 .1 .8" rgba="%s 1"/>
          </worldbody></mujoco>
          """,
              (Object[]) pair));
      for (double angle = 0.3; angle < 6; angle += 1.5) {
        double[] from = {0.2 + Math.cos(angle), Math.sin(angle), 1.4};
        Rendering picture = render(lookAt(128, 15, from, CENTRE));
        double bright = percentile(brightness(picture, 0), 0.2);
        double dark = percentile(brightness(picture, 1), 0.8);
        assertTrue(bright > dark, pair[0] + ": " + bright + " against " + dark);
      }
      close();
    }
  }

  /** Pixels at a box's outline mix with the background: they are left out at both ends. */
  private static double percentile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * sorted.length)];
  }

  @Test
  void aStateOfAnotherModelIsRefused() {
    scene(SHAPES);
    try (Model other = Model.parse(SHAPES, Map.of())) {
      Renderer renderer = new Renderer(other);
      Projection projection = lookAt(16, 45, new double[] {1, 0, 1}, CENTRE);
      assertThrows(IllegalArgumentException.class, () -> renderer.render(state, projection));
    }
  }
}
