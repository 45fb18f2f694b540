package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import mirrorlab.alignment.Labels;
import mirrorlab.episode.Episode;
import mirrorlab.files.CsvTable;
import mirrorlab.metrics.Interval;
import mirrorlab.metrics.Retrieval;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Retrieval results of each of N queries, in both directions: Recall@1, 5 and 10 over the whole
 * gallery and within the query's task, and the rank of the nearest right item.
 *
 * <p>An item is right if its instruction is the query's. The query's own episode is excluded from
 * its gallery, since the scene alone might identify it; chance at k = 1 is therefore (m−1)/(N−1)
 * for an instruction with m episodes. A query whose instruction has no other episode is left out of
 * all means and of {@link #rows}.
 */
public final class ProbeItems {
  private static final int[] KS = {1, 5, 10};
  private static final List<String> GALLERIES =
      List.of(Metric.ALL, SpontaneousAlignment.WITHIN_TASK);
  private static final List<String> DIRECTIONS = List.of("video→execution", "execution→video");
  private static final int HUBS = 10;
  private static final int RANK = KS.length * GALLERIES.size();

  private final double[][][] values; // direction, query, recalls of each gallery and the rank
  private final Labels[] queries; // by direction

  private ProbeItems(double[][][] values, Labels[] queries) {
    this.values = values;
    this.queries = queries;
  }

  /**
   * Queries the executions with every video, and the videos with every execution.
   *
   * @param similarity N×N, rows for videos, columns for executions
   * @param videos labels of the rows
   * @param executions labels of the columns
   */
  public static ProbeItems of(INDArray similarity, Labels videos, Labels executions) {
    return of(similarity, videos, executions, rows -> rows);
  }

  /** Like {@link #of}, with CSLS in place of the cosine ({@link Retrieval#csls}). */
  public static ProbeItems csls(INDArray similarity, Labels videos, Labels executions) {
    return of(similarity, videos, executions, rows -> Retrieval.csls(rows, HUBS));
  }

  private static ProbeItems of(
      INDArray similarity, Labels videos, Labels executions, UnaryOperator<float[][]> scaled) {
    float[][] all =
        Retrieval.withoutOwn(similarity.toFloatMatrix(), videos.episodes(), executions.episodes());
    float[][] within = scaled.apply(Retrieval.within(all, videos.tasks(), executions.tasks()));
    all = scaled.apply(all);
    return new ProbeItems(
        new double[][][] {
          ask(all, within, videos, executions),
          ask(Retrieval.transposed(all), Retrieval.transposed(within), executions, videos)
        },
        new Labels[] {videos, executions});
  }

  private static double[][] ask(float[][] all, float[][] within, Labels queries, Labels gallery) {
    double[][] values = new double[all.length][RANK + 1];
    int column = 0;
    for (float[][] rows : List.of(all, within)) {
      Retrieval.Place[] places =
          Retrieval.places(rows, queries.instructions(), gallery.instructions());
      for (int i = 0; i < places.length; i++) {
        for (int k = 0; k < KS.length; k++) {
          values[i][column + k] = places[i].hit(KS[k]);
        }
        values[i][RANK] = column == 0 ? places[i].rank() : values[i][RANK];
      }
      column += KS.length;
    }
    return values;
  }

  /** The mean over several draws of an encoder, query by query. */
  public static ProbeItems mean(List<ProbeItems> draws) {
    double[][][] mean = new double[2][draws.get(0).values[0].length][RANK + 1];
    for (ProbeItems draw : draws) {
      for (int d = 0; d < 2; d++) {
        for (int i = 0; i < mean[d].length; i++) {
          for (int c = 0; c <= RANK; c++) {
            mean[d][i][c] += draw.values[d][i][c] / draws.size();
          }
        }
      }
    }
    return new ProbeItems(mean, draws.get(0).queries);
  }

  /**
   * Recall@1 of each pair over the whole gallery, as the mean of both directions; NaN if left out.
   */
  public double[] hits() {
    return both(0);
  }

  /** The same within each pair's task. */
  public double[] hitsWithinTask() {
    return both(KS.length);
  }

  /** A column, the mean of both directions. */
  private double[] both(int column) {
    double[] both = new double[values[0].length];
    Arrays.setAll(both, i -> (values[0][i][column] + values[1][i][column]) / 2);
    return both;
  }

  /**
   * {@code recall@k} of each direction and of both ({@code recall@1}: the mean), over the whole
   * gallery and within tasks.
   *
   * @param clusters N numbers, equal for pairs that are not independent; the intervals' bootstrap
   *     draws whole clusters
   * @param seed of the bootstrap
   */
  public List<Metric> metrics(String arm, int[] clusters, long seed) {
    List<Metric> metrics = new ArrayList<>();
    for (int c = 0; c < RANK; c++) {
      String by = GALLERIES.get(c / KS.length);
      String name = "recall@" + KS[c % KS.length];
      double[][] found = {column(0, c), column(1, c)};
      metrics.add(Metric.of(arm, name, by, interval(both(c), clusters, seed)));
      for (int d = 0; d < 2; d++) {
        String way = name + " " + DIRECTIONS.get(d);
        metrics.add(Metric.of(arm, way, by, interval(found[d], clusters, seed)));
      }
    }
    return metrics;
  }

  private double[] column(int direction, int column) {
    return Arrays.stream(values[direction]).mapToDouble(query -> query[column]).toArray();
  }

  /** The interval over all values except NaN; 0 if there are none. */
  private static Interval interval(double[] values, int[] clusters, long seed) {
    int[] there = found(values);
    return there.length == 0
        ? Interval.exactly(0)
        : Interval.ofClusters(
            Arrays.stream(there).mapToDouble(i -> values[i]).toArray(),
            Arrays.stream(there).map(i -> clusters[i]).toArray(),
            seed);
  }

  private static int[] found(double[] values) {
    return IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).toArray();
  }

  /** The same {@code recall@k} for an uninformative similarity; for k = 1 it is (m−1)/(N−1). */
  static List<Metric> chance(Labels labels) {
    ProbeItems blind = of(Nd4j.zeros(labels.size(), labels.size()), labels, labels);
    List<Metric> metrics = new ArrayList<>();
    for (int c = 0; c < RANK; c++) {
      double mean =
          Arrays.stream(blind.column(0, c)).filter(hit -> !Double.isNaN(hit)).average().orElse(0);
      metrics.add(
          Metric.of(
              SpontaneousAlignment.CHANCE,
              "recall@" + KS[c % KS.length],
              GALLERIES.get(c / KS.length),
              Interval.exactly(mean)));
    }
    return metrics;
  }

  /** The columns of {@link #rows}. */
  public static final CsvTable COLUMNS =
      CsvTable.of(
          "task", "variation", "seed", "arm", "direction", "hit", "hit_within_task", "rank");

  /**
   * A row for each direction and query: its Recall@1 over the whole gallery and within its task,
   * and the rank of the nearest right item. Ties and means over draws give fractions.
   *
   * @param videos the episodes of the similarity's rows
   * @param executions the episodes of its columns
   */
  public List<List<Object>> rows(String arm, List<Episode> videos, List<Episode> executions) {
    List<List<Object>> rows = new ArrayList<>();
    for (int d = 0; d < 2; d++) {
      List<Episode> asked = d == 0 ? videos : executions;
      for (int i : found(column(d, 0))) {
        Episode episode = asked.get(i);
        double[] query = values[d][i];
        rows.add(
            List.of(
                episode.task(),
                episode.variation(),
                episode.seed(),
                arm,
                DIRECTIONS.get(d),
                number(query[0]),
                number(query[KS.length]),
                number(query[RANK])));
      }
    }
    return rows;
  }

  /** Formats with at most three decimals, without trailing zeros. */
  private static String number(double x) {
    return String.format(Locale.ROOT, "%.3f", x).replaceFirst("\\.?0+$", "");
  }
}
