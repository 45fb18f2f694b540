package mirrorlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceCheckTest {
  @Test
  void aDifferenceIsRelativeAboveOne() {
    assertEquals(
        Map.of("a", 0.5, "b", 0.25),
        DeviceCheck.differences(
            Map.of("a", new double[] {-200, 0}, "b", new double[] {0.5}),
            Map.of("a", new double[] {-100, 0.1}, "b", new double[] {0.75})));
  }

  @Test
  void theProcessThatSeesNoGpuComputesTheSame() throws Exception {
    Map<String, Double> differences = DeviceCheck.run();
    assertEquals(10, differences.size(), differences.toString());
    assertTrue(
        differences.values().stream().allMatch(it -> it <= DeviceCheck.TOLERANCE),
        differences.toString());
  }
}
