package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PyTorchTest {
  @Test
  void aFailureNamesTheVariablesOfTheEnvironmentThatDjlObeys() {
    Throwable failure =
        new ExceptionInInitializerError(new IllegalStateException("no libtorch 2.9.0"));
    assertEquals(
        "DJL cannot load PyTorch: no libtorch 2.9.0; it obeys the environment's"
            + " PYTORCH_VERSION=2.9.0: unset that",
        PyTorch.explained(
            failure, Map.of("PYTORCH_VERSION", "2.9.0", "PYTORCH_FLAVOR", "", "PATH", "/bin")));
  }

  @Test
  void withoutThemTheCauseAloneIsTold() {
    assertEquals(
        "DJL cannot load PyTorch: disk full",
        PyTorch.explained(new IllegalStateException("disk full"), Map.of()));
  }
}
