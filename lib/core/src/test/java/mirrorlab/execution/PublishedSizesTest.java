package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Vocabulary;
import mirrorlab.nn.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ARP's sizes have as many parameters as were published; none of their numbers is made. */
class PublishedSizesTest {
  private static final Vocabulary VOCABULARY = Vocabulary.of(List.of("open the top drawer"));

  /** All arrays of a policy, as {@link KeyframePolicy} has them. */
  private static Map<String, Shape> shapes(PolicySize size) {
    try (Parameters parameters = Parameters.uninitialised()) {
      new LanguageEncoder(parameters.at("language"), size, VOCABULARY);
      List<CrossLayer> cross = new ArrayList<>();
      for (int i = 0; i < size.crossLayers(); i++) {
        Parameters layer = parameters.at("cross").at("layer" + i);
        cross.add(new CrossLayer(layer, size.width(), size.heads()));
      }
      new SceneEncoder(parameters.at("coarse"), size, size.coarse(), cross);
      new SceneEncoder(parameters.at("fine"), size, size.fine(), cross);
      new ActionDecoder(parameters.at("action"), size);
      return Weights.shapes(parameters.all());
    }
  }

  private static double millions(PolicySize size) {
    return shapes(size).values().stream().mapToLong(Shape::size).sum() / 1e6;
  }

  @Test
  void theShapesAreThoseOfAPolicy() {
    for (PolicySize size : List.of(Sizes.TINY, Sizes.PATCHES)) {
      try (KeyframePolicy policy = new KeyframePolicy(size, VOCABULARY, 0)) {
        assertEquals(Weights.shapes(policy.parameters().all()), shapes(size));
      }
    }
  }

  @Test // ARP's own code has 72.12; the rest are differences that KeyframePolicy lists
  void arpHas73MillionParameters() {
    assertEquals(73.4, millions(PolicySize.arp()), 0.05);
    assertEquals(16 * 16, PolicySize.arp().tokens());
  }

  @Test
  void arpPlusHas75MillionParameters() {
    assertEquals(75.3, millions(PolicySize.arpPlus()), 0.05);
  }

  private static PolicySize size(double closer, int pixels, List<Integer> stem, int patch) {
    PolicySize.Layers one = new PolicySize.Layers(1, 1);
    return new PolicySize(
        Crop.TABLE, closer, pixels, stem, patch, 32, 32, 2, 64, one, one, 1, 1, 0);
  }

  @ParameterizedTest(name = "{0} m, {1} pixels, {2}, tokens of {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # cube | pixels | levels | token | what is wrong       | how to mend it
          0.2    | 30     | 2      | 8     | views of 30 pixels  | a multiple
          0.2    | 48     | 1      | 8     | tokens of 4 pixels  | not of 8
          0.2    | 48     | 2      | 4     | tokens of 8 pixels  | not of 4
          0.16   | 48     | 2      | 8     | a cube of 0.16 m    | take 0.17 m or more
          """)
  void aSizeThatCannotWorkIsRefusedWithItsValueAndTheFix(
      double cube, int pixels, int levels, int token, String wrong, String fix) {
    List<Integer> stem = List.of(8, 16).subList(0, levels);
    String message =
        assertThrows(IllegalArgumentException.class, () -> size(cube, pixels, stem, token))
            .getMessage();
    assertTrue(message.contains(wrong) && message.contains(fix), message);
  }

  @Test
  void sizesAtTheLimitsAreTaken() {
    assertEquals(6, size(0.17, 48, List.of(8, 16), 8).grid());
    assertEquals(4, size(0.2, 48, List.of(), 12).grid());
  }
}
