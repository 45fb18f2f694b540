package mirrorlab.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.Result;
import mirrorlab.metrics.Interval;

/** Success on validation over a training: {@code control-ARM-step-N-validation.json}. */
final class LearningCurves {
  private static final Pattern RECORD =
      Pattern.compile("control-(.+)-step-(\\d+)-validation\\.json");

  private LearningCurves() {}

  /** The success rate at each step, by arm, with Wilson's interval over the scenes. */
  static Map<String, SortedMap<Integer, Interval>> read(Path seed) throws IOException {
    Map<String, SortedMap<Integer, Interval>> arms = new TreeMap<>(Arms.ORDER);
    List<Path> files;
    try (Stream<Path> all = Files.list(seed)) {
      files = all.toList();
    }
    for (Path file : files) {
      Matcher record = RECORD.matcher(file.getFileName().toString());
      if (record.matches()) {
        Result result = Result.read(file);
        Interval success =
            result
                .find(result.arm(), RecordNames.SUCCESS, Metric.ALL)
                .map(Metric::interval)
                .orElseThrow(() -> new IOException(file + " does not say how often it succeeded"));
        arms.computeIfAbsent(record.group(1), arm -> new TreeMap<>())
            .put(Integer.valueOf(record.group(2)), success);
      }
    }
    return arms;
  }
}
