package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mirrorlab.metrics.Interval;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTest {
  @TempDir private Path folder;
  private Path file;

  private final Result result =
      Result.of(
              "control",
              "run-0",
              "baseline",
              7,
              "quick",
              "sha256:ab",
              "test-seen",
              List.of(Metric.of("baseline", "success", "close_jar", Interval.ofRate(16, 20))),
              List.of(Metric.of("expert", "success", "close_jar", Interval.exactly(1))))
          .aligned("instruction", 0.1, 0.5);

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("control.json");
    result.write(file);
  }

  @Test
  void comesBackAsItWasWritten() throws IOException {
    assertEquals(result, Result.read(file));
    assertEquals(0.8, result.find("baseline", "success", "close_jar").orElseThrow().value());
    assertEquals(1, Files.list(folder).count());
  }

  @Test
  void aFileCutShortIsRefusedWithPlaceAndFix() throws IOException {
    Files.writeString(file, Files.readString(file).substring(0, 300));
    assertRefused("line", "run the evaluation again");
  }

  @Test
  void aTextWhereANumberBelongsIsRefusedWithPlaceAndFix() throws IOException {
    Files.writeString(file, Files.readString(file).replace("\"value\": 0.8", "\"value\": \"x\""));
    assertRefused("$.metrics[0].value", "run the evaluation again");
  }

  @Test
  void aMissingFieldIsRefusedByName() throws IOException {
    Files.writeString(file, Files.readString(file).replace("\"split\"", "\"spilt\""));
    assertRefused("the field 'split' is missing");
  }

  @Test
  void anIntervalOutOfOrderIsRefused() throws IOException {
    Files.writeString(file, Files.readString(file).replace("\"value\": 0.8", "\"value\": 0.1"));
    assertRefused("low ≤ value ≤ high");
  }

  @Test
  void anotherSchemaIsRefused() throws IOException {
    Files.writeString(file, Files.readString(file).replace("result/1", "result/2"));
    assertRefused("mirrorlab.result/2", "mirrorlab.result/1");
  }

  @Test
  void textAfterTheRecordIsRefused() throws IOException {
    Files.writeString(file, Files.readString(file) + "{}");
    assertRefused("more after");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Files.writeString(file, "");
    assertRefused("run the evaluation again");
  }

  private void assertRefused(String... parts) {
    String message = assertThrows(IOException.class, () -> Result.read(file)).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message + " should contain " + part);
    }
    assertTrue(message.startsWith(file.toString()), message);
  }
}
