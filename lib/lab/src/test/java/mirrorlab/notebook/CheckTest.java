package mirrorlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Result;
import mirrorlab.metrics.Interval;
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

  @Test
  void anExpectedNumberLiesInItsBandWithItsEnds() {
    assertEquals(
        "spread: 1.60, as expected (1.50 to 1.70)", Check.expected("spread", 1.6, 1.5, 1.7));
    assertEquals("points: 12,319, as expected (12,319 to 12,400)", points(12_319));
    assertEquals("points: 12,401, not as expected (12,319 to 12,400)", points(12_401));
    assertEquals("points: 12,318, not as expected (12,319 to 12,400)", points(12_318));
    assertEquals("p: 0.001, as expected (0.001 to 0.050)", Check.expected("p", 0.001, 0.001, 0.05));
    assertEquals(
        "loss: NaN, not as expected (0.00 to 2.00)", Check.expected("loss", 0 / 0.0, 0, 2));
  }

  private static String points(double value) {
    return Check.expected("points", value, 12_319, 12_400);
  }

  @Test
  void aBandFromHighToLowIsRefused() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Check.expected("loss", 1, 2, 0));
    assertEquals("the band of 'loss' is 2.0 to 0.0; low first", refused.getMessage());
  }

  @Test
  void aRateIsComparedWithTheSameRateOfEachRecord() {
    List<Result> records =
        List.of(result("baseline", rate(0.8, 0.7, 0.9)), result("baseline", rate(0.9, 0.82, 0.96)));
    assertEquals(
        "U, top-1: 70.0 %, as expected (70.0 to 96.0 %)", named(rate(0.7, 0.6, 0.75), records));
    assertEquals(
        "U, top-1: 60.0 %, not as expected (70.0 to 96.0 %)", named(rate(0.6, 0.5, 0.7), records));
    assertEquals(
        "U, top-1: 99.0 %, not as expected (70.0 to 96.0 %)", named(rate(0.99, 0.95, 1), records));
    // A wide interval of its own holds a record's rate.
    assertEquals(
        "U, top-1: 60.0 %, as expected (70.0 to 96.0 %)", named(rate(0.6, 0.3, 0.8), records));
    assertEquals(
        "U, top-1: 100.0 %, as expected (70.0 to 96.0 %)", named(rate(1, 0.89, 1), records));
  }

  @Test
  void aRateIsComparedWithTheBandOfTheText() {
    Result run = result("U", rate(0.875, 0.8, 0.9));
    assertEquals(
        "U, top-1: 87.5 %, as expected (80.0 to 87.5 %)",
        Check.expected(run, "U", "top-1", 80, 87.5));
    assertEquals(
        "chance, top-1: 10.0 %, not as expected (20.0 to 30.0 %)",
        Check.expected(run, "chance", "top-1", 20, 30));
  }

  @Test
  void aReferenceHasTheSameNameInTheRecords() {
    Result run = result("U", rate(0.5, 0.4, 0.6));
    List<Result> records = List.of(result("baseline", rate(0.9, 0.8, 1)));
    assertEquals(
        "chance, top-1: 10.0 %, as expected (10.0 to 10.0 %)",
        Check.expected(run, "chance", "top-1", records));
    IllegalArgumentException missing =
        assertThrows(
            IllegalArgumentException.class, () -> Check.expected(run, "expert", "top-1", records));
    assertEquals(
        "the record recognition, seed 0, test-seen has no 'top-1' of 'expert'; see its metrics() and references()",
        missing.getMessage());
  }

  private static String named(Interval measured, List<Result> records) {
    return Check.expected(result("U", measured), "U", "top-1", records);
  }

  private static Interval rate(double value, double low, double high) {
    return new Interval(value, low, high, 60);
  }

  private static Result result(String arm, Interval named) {
    return Result.of(
        "recognition",
        "run",
        arm,
        0,
        "quick",
        "data",
        "test-seen",
        List.of(Metric.of(arm, "top-1", Metric.ALL, named)),
        List.of(Metric.of("chance", "top-1", Metric.ALL, Interval.exactly(0.1))));
  }
}
