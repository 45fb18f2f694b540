package mirrorlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossTableTest {
  @TempDir Path run;

  @Test
  void aRowIsTheMeanOfAHundredStepsAndTheLastOfThoseThatRemain() throws Exception {
    StringBuilder metrics = new StringBuilder("step,seconds,recognition,imitation\n");
    for (int step = 1; step <= 150; step++) {
      metrics.append(step).append(",1.5,").append(step).append(step <= 100 ? ",2\n" : ",-1\n");
    }
    Files.writeString(run.resolve("metrics.csv"), metrics);
    assertEquals(
        List.of("last step,recognition,imitation", "100,50.5000,2.0000", "150,125.5000,-1.0000"),
        LossTable.of(run).text().lines().toList());
  }
}
