package mirrorlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CheckTest {

  @Test
  void equalNumbersPassWhateverTheirType() {
    assertEquals("well done", Check.close(0.5, 0.5));
    assertEquals("well done", Check.close(2, 2.0f));
    assertEquals("well done", Check.close(new double[] {1, 2}, new int[] {1, 2}));
    assertEquals("well done", Check.close(new float[][] {{1}, {2}}, new double[][] {{1}, {2}}));
    double[] infinite = {Double.NEGATIVE_INFINITY};
    assertEquals("well done", Check.close(infinite, infinite.clone()));
  }

  @Test
  void roundingPassesAndAToleranceIsIncluded() {
    assertEquals("well done", Check.close(1, 1 + 1e-7));
    assertEquals("not yet: largest difference 1.0e-05", Check.close(1, 1 + 1e-5));
    assertEquals("well done", Check.close(1.0, 1.5, 0.5));
    assertEquals("not yet: largest difference 0.75", Check.close(1.0, 1.75, 0.5));
  }

  @Test
  void theLargestDifferenceHasItsPlace() {
    assertEquals(
        "not yet: largest difference 0.25 at [2]",
        Check.close(new double[] {1, 2, 3}, new double[] {1, 1.875, 2.75}));
    assertEquals(
        "not yet: largest difference 4.0 at [1][0]",
        Check.close(new double[][] {{1, 2}, {3, 4}}, new double[][] {{1, 3}, {-1, 4}}));
  }

  @Test
  void anotherShapeIsNamedBeforeAnyDifference() {
    assertEquals(
        "not yet: shape [2] where [3] is expected",
        Check.close(new double[] {1, 2, 3}, new double[] {9, 9}));
    assertEquals(
        "not yet: shape [2][1] where [2][2] is expected",
        Check.close(new double[2][2], new double[2][1]));
    assertEquals(
        "not yet: shape [1] at [1] where [2] is expected",
        Check.close(new double[2][2], new double[][] {{0, 0}, {0}}));
    assertEquals("not yet: shape [] where [1] is expected", Check.close(new double[1], 0));
    assertEquals("not yet: shape null where [1] is expected", Check.close(new int[1], null));
  }

  @Test
  void nanNeverPasses() {
    assertEquals(
        "not yet: NaN at [1]",
        Check.close(new double[] {0, 1}, new double[] {5, Double.NaN}, Double.MAX_VALUE));
    assertEquals("not yet: NaN", Check.close(1, Double.NaN));
    assertEquals("not yet: largest difference Infinity", Check.close(1, 1 / 0.0));
  }

  @Test
  void onlyNumbersAreCompared() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Check.close(1, "one"));
    assertEquals(
        "a check compares numbers and arrays of numbers, not String", refused.getMessage());
  }
}
