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

class LanguageEncoderTest {
  private final Parameters parameters = new Parameters(0);
  private final Vocabulary vocabulary =
      Vocabulary.of(List.of("a b c d e f g h i j k l m n", "red left of blue"));
  private final LanguageEncoder encoder = new LanguageEncoder(parameters, Sizes.TINY, vocabulary);

  @AfterEach
  void free() {
    parameters.close();
  }

  private LanguageEncoder.Read read(String text) {
    int[] ids = vocabulary.encode(text);
    return encoder.forward(parameters.manager().create(ids, new Shape(1, ids.length)));
  }

  @Test
  void aMeaningIsTheSumOfTheWordsWithoutThePadding() {
    Autograd.infer(
        () -> {
          LanguageEncoder.Read read = read("a b");
          assertEquals(new Shape(1, 16, 32), read.words().getShape());
          NDArray four = read.words().get(":,:4").sum(new int[] {1}); // start a b end
          float[] expected = four.div(2).toFloatArray(); // the root of 4
          assertArrayEquals(expected, read.meaning().toFloatArray(), 1e-4f);
        });
  }

  @Test
  void longTextsMeanAsMuchAsShortOnes() {
    double few = Autograd.infer(() -> (double) read("a").meaning().norm().getFloat());
    double many =
        Autograd.infer(
            () -> (double) read("a b c d e f g h i j k l m n").meaning().norm().getFloat());
    assertTrue(few > many / 2 && few < 2 * many, few + " against " + many);
  }

  @Test
  void theOrderOfTheWordsCounts() {
    float[] change =
        Autograd.infer(
            () ->
                read("red left of blue")
                    .meaning()
                    .sub(read("blue left of red").meaning())
                    .abs()
                    .max(new int[] {1})
                    .toFloatArray());
    assertTrue(change[0] > 1e-3);
  }
}
