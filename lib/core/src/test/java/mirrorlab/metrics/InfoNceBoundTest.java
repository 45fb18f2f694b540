package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InfoNceBoundTest {
  @Test
  void handComputed() {
    assertEquals(0, InfoNceBound.of(new double[3][3]), 1e-12);
    // Rows: −log softmax = log(1 + e⁻¹), log(1 + e⁻³). Columns: log(1 + e⁻²), log(1 + e⁻²).
    double[][] scores = {{2, 1}, {0, 3}};
    double loss =
        (Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(-3)) + 2 * Math.log1p(Math.exp(-2))) / 4;
    assertEquals(Math.log(2) - loss, InfoNceBound.of(scores), 1e-12);
  }

  @Test
  void itNeverPassesItsCeilingAndFallsBelowZeroForWrongPairs() {
    double[][] sure = {{900, 0, 0}, {0, 900, 0}, {0, 0, 900}};
    assertEquals(Math.log(3), InfoNceBound.of(sure), 1e-12);
    double[][] wrong = {{0, 9}, {9, 0}};
    assertTrue(InfoNceBound.of(wrong) < 0);
  }
}
