package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Vocabulary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SceneEncoderTest {
  private static final PolicySize TINY = new PolicySize(Crop.TABLE, 32, 8, 16, 32, 2, 64, 1, 2, 1);

  private final Parameters parameters = new Parameters(0);

  @AfterEach
  void free() {
    parameters.close();
  }

  @Test
  void shapesAreAsStated() {
    Vocabulary vocabulary = Vocabulary.of(List.of("push the red button"));
    SceneEncoder encoder = new SceneEncoder(parameters, TINY, vocabulary);
    int[] words = vocabulary.encode("push the button");
    List<Shape> shapes =
        Autograd.infer(
            () -> {
              SceneFeatures scene =
                  encoder.forward(
                      parameters.manager().ones(new Shape(1, 3, 10, 32, 32)),
                      parameters.manager().create(words, new Shape(1, words.length)),
                      parameters.manager().ones(new Shape(1, SceneEncoder.STATE)));
              assertEquals(3, scene.layers().size());
              return List.of(
                  scene.heatmaps().getShape(),
                  scene.fine().getShape(),
                  scene.middle().getShape(),
                  scene.language().getShape(),
                  scene.layers().get(2).getShape(),
                  scene.coarse().getShape(),
                  scene.query().getShape());
            });
    assertEquals(
        List.of(
            new Shape(1, 3, 32, 32),
            new Shape(3, 8, 16, 16),
            new Shape(3, 16, 8, 8),
            new Shape(1, 32),
            new Shape(1, 48, 32),
            new Shape(1, 48, 32),
            new Shape(1, 32)),
        shapes);
  }

  @Test
  void paddingDoesNotChangeWhatTheWordsMean() {
    // The words attend to each other, padding too; but what is pooled is of the same size.
    SceneEncoder encoder =
        new SceneEncoder(parameters, TINY, Vocabulary.of(List.of("a b c d e f g h i j k l m n")));
    double few = size(encoder, 1, 4, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    double many = size(encoder, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 2);
    assertTrue(few > many / 2 && few < 2 * many, few + " against " + many);
  }

  private double size(SceneEncoder encoder, int... words) {
    return Autograd.infer(
        () ->
            (double)
                encoder
                    .forward(
                        parameters.manager().zeros(new Shape(1, 3, 10, 32, 32)),
                        parameters.manager().create(words, new Shape(1, words.length)),
                        parameters.manager().zeros(new Shape(1, SceneEncoder.STATE)))
                    .language()
                    .norm()
                    .getFloat());
  }

  @Test
  void tokensBecomeMapsRowByRow() {
    float[] map =
        Autograd.infer(
            () ->
                SceneEncoder.map(
                        parameters.manager().arange(0f, 48 * 32, 1).reshape(1, 48, 32), TINY)
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
            () ->
                HeatmapDecoder.up(parameters.manager().arange(0f, 8, 1).reshape(1, 4, 1, 2))
                    .toFloatArray());
    assertArrayEquals(new float[] {0, 2, 1, 3, 4, 6, 5, 7}, up);
  }

  @Test
  void whatIsAskedModulatesTheViewsOfItsOwnSample() {
    Film film = new Film(parameters, 8, 4);
    float[][] rows =
        Autograd.infer(
            () -> {
              NDArray x = parameters.manager().arange(0f, 6 * 8 * 4, 1).reshape(6, 8, 2, 2).sin();
              NDArray same = parameters.manager().ones(new Shape(2, 4));
              NDArray other =
                  parameters
                      .manager()
                      .create(new float[] {1, 1, 1, 1, 2, 2, 2, 2}, same.getShape());
              NDArray change = film.forward(x, other).sub(film.forward(x, same)).abs();
              return new float[][] {
                change.get("0:3").toFloatArray(),
                change.get("3:6").reshape(3, -1).max(new int[] {1}).toFloatArray()
              };
            });
    assertArrayEquals(new float[3 * 8 * 4], rows[0]);
    for (float change : rows[1]) {
      assertTrue(change > 0.1);
    }
  }
}
