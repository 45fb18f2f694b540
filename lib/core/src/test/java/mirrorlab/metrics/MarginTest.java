package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MarginTest {
  private static Verdict judge(double low, double high) {
    return Margin.SEEN.judge(new Interval((low + high) / 2, low, high, 3));
  }

  @Test
  void theIntervalDecides() {
    assertEquals(Verdict.HIGHER, judge(0.001, 0.03));
    assertEquals(Verdict.LOWER, judge(-0.03, -0.001));
    assertEquals(Verdict.EQUIVALENT, judge(-0.01, 0.0149));
    assertEquals(Verdict.CANNOT_TELL, judge(-0.001, 0.03));
    assertEquals(Verdict.CANNOT_TELL, judge(-0.04, 0.04));
  }

  @Test
  void aCertainDifferenceInsideTheMarginDoesNotMatter() {
    assertEquals(Verdict.EQUIVALENT, judge(0.002, 0.01));
    assertEquals(Verdict.EQUIVALENT, judge(-0.01, -0.002));
  }

  @Test
  void anEndOnTheMarginIsNotInside() {
    assertEquals(Verdict.CANNOT_TELL, judge(-0.015, 0.01));
    assertEquals(Verdict.EQUIVALENT, Margin.UNSEEN.judge(new Interval(0, -0.015, 0.01, 3)));
  }
}
