package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DetectableDifferenceTest {
  @Test
  void agreesWithScipysNoncentralT() {
    // src/test/python/student.py
    int[] trainings = {2, 3, 5, 10, 30};
    double[] expected = {11.5499, 3.2640, 1.6820, 0.9960, 0.5292};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], DetectableDifference.of(1, trainings[i]), 1e-4);
    }
  }

  @Test
  void isFoundFourTimesInFive() {
    Random random = new Random(1);
    double difference = DetectableDifference.of(0.006, 3);
    int found = 0;
    for (int i = 0; i < 2000; i++) {
      double[] trainings =
          random.doubles(3).map(x -> difference + 0.006 * random.nextGaussian()).toArray();
      Interval it = StudentInterval.of(trainings);
      found += it.low() > 0 || it.high() < 0 ? 1 : 0;
    }
    assertEquals(0.8, found / 2000.0, 0.04);
  }

  @Test
  void trainingsThatAgreeWouldShowAnything() {
    assertEquals(0, DetectableDifference.of(0, 3));
  }

  @Test
  void oneTrainingDetectsNothing() {
    assertThrows(IllegalArgumentException.class, () -> DetectableDifference.of(0.006, 1));
    assertThrows(IllegalArgumentException.class, () -> DetectableDifference.of(Double.NaN, 3));
  }
}
