package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void risesWithinTheWarmUpAndFallsByHalfACosine() {
    Schedule schedule = new Schedule(0.2, 4, 100);
    assertEquals(0.2 / 4, schedule.rate(0), 1e-12);
    assertEquals(0.2 * 0.75 * 0.5 * (1 + Math.cos(Math.PI * 0.02)), schedule.rate(2), 1e-12);
    assertEquals(0.1, schedule.rate(50), 1e-12);
    assertEquals(0, schedule.rate(100), 1e-12);
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    assertThrows(IllegalArgumentException.class, () -> new Schedule(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Schedule(1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Schedule(1, 1, 0));
  }
}
