package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SceneEncoderTest {
  private final Parameters parameters = new Parameters(0);
  private final NDManager manager = parameters.manager();

  @AfterEach
  void free() {
    parameters.close();
  }

  private SceneEncoder encoder(PolicySize size, PolicySize.Layers layers) {
    CrossLayer cross = new CrossLayer(parameters.at("cross"), size.width(), size.heads());
    return new SceneEncoder(parameters.at("scene"), size, layers, List.of(cross));
  }

  /** Five words of width D and their meaning, for B scenes. */
  private LanguageEncoder.Read read(PolicySize size, int b) {
    int d = size.width();
    NDArray words = manager.arange(0f, b * 5 * d, 1).reshape(b, 5, d).sin();
    return new LanguageEncoder.Read(words, words.sum(new int[] {1}));
  }

  private static float[] views(PolicySize size, int b) {
    float[] views = new float[b * 3 * VirtualViews.CHANNELS * size.pixels() * size.pixels()];
    for (int i = 0; i < views.length; i++) {
      views[i] = (float) Math.sin(0.37 * i);
    }
    return views;
  }

  private List<Shape> shapes(PolicySize size, PolicySize.Layers layers) {
    SceneEncoder encoder = encoder(size, layers);
    return Autograd.infer(
        () -> {
          float[] robot = new float[2 * SceneEncoder.STATE];
          SceneFeatures scene = encoder.forward(views(size, 2), read(size, 2), robot);
          List<NDArray> trunk = encoder.relate(views(size, 2), read(size, 2), robot).layers();
          assertEquals(layers.view() + layers.joint(), trunk.size());
          scene.levels().forEach(level -> assertEquals(6, level.getShape().get(0)));
          List<Shape> levels =
              scene.levels().stream().map(level -> level.getShape().slice(1)).toList();
          assertEquals(
              size.stem().isEmpty()
                  ? List.of()
                  : List.of(new Shape(16, 8, 8), new Shape(8, 16, 16)),
              levels);
          return List.of(
              scene.heatmaps().getShape(),
              trunk.get(0).getShape(),
              trunk.get(trunk.size() - 1).getShape(),
              scene.tokens().getShape(),
              scene.query().getShape());
        });
  }

  @Test
  void shapesAreAsStated() {
    assertEquals(
        List.of(
            new Shape(2, 3, 32, 32),
            new Shape(2, 48, 32),
            new Shape(2, 48, 32),
            new Shape(2, 48, 32),
            new Shape(6, 32)),
        shapes(Sizes.TINY, Sizes.TINY.coarse()));
  }

  @Test
  void withoutAStemThereAreNoLevelsAndTheTrunkMayBeWider() {
    assertEquals(
        List.of(
            new Shape(2, 3, 28, 28),
            new Shape(2, 12, 32),
            new Shape(2, 12, 32),
            new Shape(2, 12, 16),
            new Shape(6, 16)),
        shapes(Sizes.PATCHES, Sizes.PATCHES.coarse()));
  }

  /** By how much the heatmaps of each of two scenes change with what was read of the second. */
  private double[] change(
      PolicySize size, UnaryOperator<LanguageEncoder.Read> other, double atRobot) {
    SceneEncoder encoder = encoder(size, size.fine());
    return Autograd.infer(
        () -> {
          float[] robot = new float[2 * SceneEncoder.STATE];
          LanguageEncoder.Read read = read(size, 2);
          NDArray before = encoder.forward(views(size, 2), read, robot).heatmaps();
          robot[SceneEncoder.STATE] += (float) atRobot;
          NDArray after = encoder.forward(views(size, 2), other.apply(read), robot).heatmaps();
          NDArray change = after.sub(before).abs().reshape(2, -1).max(new int[] {1});
          return new double[] {change.getFloat(0), change.getFloat(1)};
        });
  }

  private void onlyTheSecondSceneChanges(double[] change) {
    assertEquals(0, change[0], 1e-5);
    assertTrue(change[1] > 1e-3, "the second scene changed by " + change[1]);
  }

  private NDArray secondRow(NDArray x) {
    NDArray rows = manager.create(new float[] {0, 1}, new Shape(2, 1));
    return x.getShape().dimension() == 3 ? x.add(rows.expandDims(2)) : x.add(rows);
  }

  @Test
  void wordsAreSeenAsTokens() {
    onlyTheSecondSceneChanges(
        change(
            Sizes.TINY,
            read -> new LanguageEncoder.Read(secondRow(read.words()), read.meaning()),
            0));
  }

  @Test
  void whatIsAskedModulatesTheViews() {
    onlyTheSecondSceneChanges(
        change(
            Sizes.PATCHES,
            read -> new LanguageEncoder.Read(read.words(), secondRow(read.meaning())),
            0));
  }

  @Test
  void theHandIsFelt() {
    onlyTheSecondSceneChanges(change(Sizes.TINY, read -> read, 0.5));
  }

  @Test
  void tokensBecomeMapsRowByRow() {
    float[] map =
        Autograd.infer(
            () ->
                SceneEncoder.map(manager.arange(0f, 48 * 32, 1).reshape(1, 48, 32), Sizes.TINY)
                    .get("1, 5")
                    .toFloatArray());
    // View 1, channel 5: the tokens 16 to 31 of 32 numbers each.
    float[] expected = new float[16];
    for (int i = 0; i < 16; i++) {
      expected[i] = (16 + i) * 32 + 5;
    }
    assertArrayEquals(expected, map);
  }

  @Test
  void fourChannelsBecomeFourPixels() {
    float[] up =
        Autograd.infer(
            () -> HeatmapDecoder.up(manager.arange(0f, 8, 1).reshape(1, 4, 1, 2)).toFloatArray());
    assertArrayEquals(new float[] {0, 2, 1, 3, 4, 6, 5, 7}, up);
  }

  @Test
  void filmModulatesTheMapsOfItsOwnRow() {
    Film film = new Film(parameters, 8, 4);
    float[][] rows =
        Autograd.infer(
            () -> {
              NDArray x = manager.arange(0f, 2 * 8 * 4, 1).reshape(2, 8, 2, 2).sin();
              NDArray same = manager.ones(new Shape(2, 4));
              NDArray other = manager.create(new float[] {1, 1, 1, 1, 2, 2, 2, 2}, same.getShape());
              NDArray change = film.forward(x, other).sub(film.forward(x, same)).abs();
              return new float[][] {
                change.get(0).toFloatArray(),
                change.get(1).reshape(8, -1).max(new int[] {1}).toFloatArray()
              };
            });
    assertArrayEquals(new float[8 * 4], rows[0]);
    for (float change : rows[1]) {
      assertTrue(change > 1e-3);
    }
  }
}
