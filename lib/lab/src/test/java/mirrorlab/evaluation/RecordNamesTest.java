package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mirrorlab.data.Split;
import org.junit.jupiter.api.Test;

class RecordNamesTest {
  @Test
  void anArmsRecordAndItsItemsLieBesideEachOther() {
    Path seed = RecordNames.seed(Path.of("out"), 2);
    String name = RecordNames.of(RecordNames.WATCH_THEN_DO, "aligned");
    Path record = RecordNames.record(seed, name, Split.TEST_UNSEEN);
    assertEquals(Path.of("out/seed-2/watch-then-do-aligned-test-unseen.json"), record);
    assertEquals(
        Path.of("out/seed-2/watch-then-do-aligned-test-unseen.csv"),
        RecordNames.beside(record, RecordNames.ITEMS));
    assertEquals(
        Path.of("out/seed-2/watch-then-do-aligned-test-unseen-tsne.csv"),
        RecordNames.beside(record, RecordNames.TSNE));
    assertEquals(Path.of("a.b.csv"), RecordNames.beside(Path.of("a.b"), RecordNames.ITEMS));
  }

  /** Figures find committed records by these names. */
  @Test
  void committedRecordsHaveTheseNames() throws IOException {
    Path results = Path.of(System.getProperty("mirrorlab.root"), "data", "results");
    List<Path> records;
    try (Stream<Path> all = Files.walk(results)) {
      records =
          all.filter(file -> file.getParent().getFileName().toString().startsWith("seed-"))
              .filter(file -> file.toString().endsWith(RecordNames.JSON))
              .toList();
    }
    assertFalse(records.isEmpty(), results + " holds no records");
    for (Path file : records) {
      Result result = Result.read(file);
      Split split = Split.named(result.split());
      Path seed = RecordNames.seed(file.getParent().getParent(), result.seed());
      String arm = RecordNames.of(result.kind(), result.arm());
      Set<Path> names =
          Stream.of(
                  RecordNames.record(seed, arm, split),
                  RecordNames.record(seed, result.kind(), split),
                  seed.resolve(RecordNames.ALIGNMENT_CHECK + RecordNames.JSON))
              .collect(Collectors.toSet());
      String last =
          file.getFileName().toString().replaceFirst("-step-\\d+", ""); // or an earlier step
      assertTrue(names.contains(seed.resolve(last)), file + " is not among " + names);
    }
  }
}
