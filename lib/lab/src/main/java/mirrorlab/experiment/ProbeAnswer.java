package mirrorlab.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.ProbeItems;
import mirrorlab.evaluation.RecordNames;

/**
 * The results of one arm of the {@link ProbeStudy} in one gallery.
 *
 * @param arm its name in records
 * @param gallery index of the gallery
 * @param items results of each query
 * @param clusters N numbers, equal for pairs that are not independent
 * @param videos the first cells of each video's row ({@link ProbeItems#rows}), N
 * @param executions the first cells of each execution's row, N
 * @param beside further metrics
 */
record ProbeAnswer(
    String arm,
    int gallery,
    ProbeItems items,
    int[] clusters,
    List<List<String>> videos,
    List<List<String>> executions,
    List<Metric> beside) {

  /** Combines several draws of an arm: means, together with Recall@1 of each draw. */
  static ProbeAnswer mean(List<ProbeAnswer> draws, long seed) {
    ProbeAnswer first = draws.get(0);
    if (draws.size() == 1) {
      return first;
    }
    List<Metric> beside = new ArrayList<>(means(draws));
    for (int d = 0; d < draws.size(); d++) {
      for (Metric metric : draws.get(d).items.metrics(first.arm, first.clusters, seed)) {
        if (metric.name().equals(RecordNames.RECALL)) {
          String name = RecordNames.RECALL + ", draw " + (d + 1);
          beside.add(Metric.of(first.arm, name, metric.by(), metric.interval()));
        }
      }
    }
    return new ProbeAnswer(
        first.arm,
        first.gallery,
        ProbeItems.mean(draws.stream().map(ProbeAnswer::items).toList()),
        first.clusters,
        first.videos,
        first.executions,
        beside);
  }

  /** The results of one arm in several folds, each with a gallery of its own, as one result. */
  static ProbeAnswer join(List<ProbeAnswer> folds) {
    ProbeAnswer first = folds.get(0);
    return folds.size() == 1
        ? first
        : new ProbeAnswer(
            first.arm,
            first.gallery,
            ProbeItems.join(folds.stream().map(ProbeAnswer::items).toList()),
            folds.stream().flatMapToInt(fold -> IntStream.of(fold.clusters)).toArray(),
            folds.stream().flatMap(fold -> fold.videos.stream()).toList(),
            folds.stream().flatMap(fold -> fold.executions.stream()).toList(),
            means(folds));
  }

  private record Key(String arm, String name, String by) {}

  /** Each metric with value and interval averaged over the draws or folds that have it. */
  private static List<Metric> means(List<ProbeAnswer> draws) {
    Map<Key, List<Metric>> same = new LinkedHashMap<>();
    for (ProbeAnswer draw : draws) {
      for (Metric metric : draw.beside) {
        same.computeIfAbsent(
                new Key(metric.arm(), metric.name(), metric.by()), key -> new ArrayList<>())
            .add(metric);
      }
    }
    return same.entrySet().stream().map(it -> mean(it.getKey(), it.getValue())).toList();
  }

  private static Metric mean(Key key, List<Metric> metrics) {
    double[] sums = new double[3];
    for (Metric metric : metrics) {
      sums[0] += metric.low() / metrics.size();
      sums[1] += metric.value() / metrics.size();
      sums[2] += metric.high() / metrics.size();
    }
    // Rounding must not put an exact number outside its own interval.
    return new Metric(
        key.arm,
        key.name,
        key.by,
        sums[1],
        Math.min(sums[0], sums[1]),
        Math.max(sums[1], sums[2]),
        metrics.get(0).n());
  }

  /** Recall and the further metrics. */
  List<Metric> metrics(long seed) {
    List<Metric> metrics = new ArrayList<>(items.metrics(arm, clusters, seed));
    metrics.addAll(beside);
    return metrics;
  }

  /** {@link ProbeItems#rows}. */
  List<List<String>> rows() {
    return items.rows(arm, videos, executions);
  }
}
