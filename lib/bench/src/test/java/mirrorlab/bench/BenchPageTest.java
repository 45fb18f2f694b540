package mirrorlab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mirrorlab.experiment.Provenance;
import mirrorlab.files.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchPageTest {
  @TempDir Path folder;

  @Test
  void theRecordTheChartAndThePageSayTheSame() throws Exception {
    List<Timing> ours = List.of(new Timing(0.002, 0.002), new Timing(0.004, 0.002));
    List<Timing> theirs = List.of(new Timing(0.006, 0.003), new Timing(0.012, 0.003));
    Measured row =
        new Measured(
            "toy",
            "two toys",
            "step",
            1.2,
            ours,
            List.of(new Measured.Against("Toy", "toy 1", theirs)),
            List.of(new Limit("GEMM", 0.03, 20, "GFLOP/s")),
            "");
    Provenance computed = new Provenance("abc", Map.of("Java", "17"), "cpu()", 2, 0);
    BenchRecord record =
        new BenchRecord(
            BenchRecord.SCHEMA,
            computed,
            "a processor",
            List.of(0.1, 0.2),
            List.of(row),
            List.of(new BenchRecord.Failed("other", "no library")));
    BenchPage.write(record, folder);
    assertEquals(record, JsonFile.read(folder.resolve("bench.json"), BenchRecord.class));
    assertTrue(Files.size(folder.resolve("bench.png")) > 0);
    String page = Files.readString(folder.resolve("bench.md"));
    assertTrue(
        page.contains(
            "| toy | 3.00 ms [2.50, 3.50] / step | Toy (toy 1) | 9.00 ms [7.50, 10.5] |"
                + " 3.00 [3.00, 3.00] | 1.50 [1.50, 1.50] | ≥ 1.2 | 50 % of GEMM, 20.0 GFLOP/s |"),
        page);
    assertTrue(page.contains("- **other**: no library"), page);
  }
}
