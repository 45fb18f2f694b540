package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.alignment.Labels;
import mirrorlab.episode.Episode;
import mirrorlab.files.CsvTable;
import mirrorlab.metrics.Interval;
import mirrorlab.metrics.Retrieval;
import mirrorlab.metrics.Similarity;
import org.nd4j.linalg.api.ndarray.INDArray;

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
  private static final int MOST = 1 << 24; // similarities at a time: 64 MB
  private static final int RANK = KS.length * GALLERIES.size();

  private final double[][][] values; // direction, query, recalls of each gallery and the rank

  private ProbeItems(double[][][] values) {
    this.values = values;
  }

  /**
   * Queries the executions with every video, and the videos with every execution.
   *
   * @param similarity N×N, rows for videos, columns for executions
   * @param videos labels of the rows
   * @param executions labels of the columns
   */
  public static ProbeItems of(INDArray similarity, Labels videos, Labels executions) {
    return of(Similarity.of(similarity), videos, executions);
  }

  /** Like {@link #of(INDArray, Labels, Labels)}, a block of similarities at a time. */
  public static ProbeItems of(Similarity similarity, Labels videos, Labels executions) {
    return new ProbeItems(
        ways(similarity, videos, executions).stream()
            .map(way -> way.ask((row, query, gallery, items) -> row))
            .toArray(double[][][]::new));
  }

  /** Like {@link #of}, with CSLS in place of the cosine ({@link Retrieval#csls}). */
  public static ProbeItems csls(Similarity similarity, Labels videos, Labels executions) {
    List<Way> ways = ways(similarity, videos, executions);
    double[][] there = ways.get(0).neighbourMeans();
    double[][] back = ways.get(1).neighbourMeans();
    return new ProbeItems(
        new double[][][] {
          ways.get(0).ask(scaled(there, back)), ways.get(1).ask(scaled(back, there))
        });
  }

  private static Scaling scaled(double[][] queries, double[][] items) {
    return (row, query, gallery, members) ->
        Retrieval.csls(
            row,
            queries[gallery][query],
            IntStream.of(members).mapToDouble(j -> items[gallery][j]).toArray());
  }

  /** Scales a query's similarities to the members of one of {@link #GALLERIES}. */
  private interface Scaling {
    float[] of(float[] row, int query, int gallery, int[] members);
  }

  /** Receives a query's similarities to the members of one of {@link #GALLERIES}. */
  private interface Visit {
    void of(float[] row, int query, int gallery, Members members);
  }

  /** The similarities of queries {@code from … to − 1}. */
  private interface Block {
    float[][] of(int from, int to);
  }

  /**
   * Items of a gallery.
   *
   * @param items their indices
   * @param places where those of each instruction are among them
   */
  private record Members(int[] items, Map<Integer, int[]> places) {
    private static final int[] NONE = {};

    static Members of(int[] items, Labels labels) {
      return new Members(
          items, groups(IntStream.of(items).map(j -> labels.instructions()[j]).toArray()));
    }

    int[] right(int instruction) {
      return places.getOrDefault(instruction, NONE);
    }

    /** The indices of equal labels. */
    static Map<Integer, int[]> groups(int[] labels) {
      Map<Integer, IntStream.Builder> groups = new HashMap<>();
      for (int i = 0; i < labels.length; i++) {
        groups.computeIfAbsent(labels[i], label -> IntStream.builder()).add(i);
      }
      Map<Integer, int[]> arrays = new HashMap<>();
      groups.forEach((label, indices) -> arrays.put(label, indices.build().toArray()));
      return arrays;
    }
  }

  /** One direction of the search. */
  private record Way(Labels queries, Labels items, Block block) {

    /** Visits every query in each of {@link #GALLERIES}, its own episode left out. */
    void forEach(Visit visit) {
      Map<Integer, int[]> episodes = Members.groups(items.episodes());
      Members all = Members.of(IntStream.range(0, items.size()).toArray(), items);
      Map<Integer, Members> tasks = new HashMap<>();
      Members.groups(items.tasks())
          .forEach((task, members) -> tasks.put(task, Members.of(members, items)));
      Members nothing = new Members(Members.NONE, Map.of());
      int step = Math.max(1, MOST / items.size());
      for (int from = 0; from < queries.size(); from += step) {
        float[][] rows = block.of(from, Math.min(from + step, queries.size()));
        for (int r = 0; r < rows.length; r++) {
          int query = from + r;
          float[] row = rows[r];
          for (int j : episodes.getOrDefault(queries.episodes()[query], Members.NONE)) {
            row[j] = Float.NEGATIVE_INFINITY;
          }
          visit.of(row, query, 0, all);
          Members task = tasks.getOrDefault(queries.tasks()[query], nothing);
          visit.of(at(row, task.items), query, 1, task);
        }
      }
    }

    private static float[] at(float[] row, int[] items) {
      float[] some = new float[items.length];
      for (int k = 0; k < some.length; k++) {
        some[k] = row[items[k]];
      }
      return some;
    }

    double[][] neighbourMeans() {
      double[][] means = new double[GALLERIES.size()][queries.size()];
      forEach(
          (row, query, gallery, members) ->
              means[gallery][query] = Retrieval.neighbourMean(row, HUBS));
      return means;
    }

    double[][] ask(Scaling scaling) {
      double[][] values = new double[queries.size()][RANK + 1];
      forEach(
          (row, query, gallery, members) -> {
            Retrieval.Place place =
                Retrieval.place(
                    scaling.of(row, query, gallery, members.items),
                    members.right(queries.instructions()[query]));
            for (int k = 0; k < KS.length; k++) {
              values[query][gallery * KS.length + k] = place.hit(KS[k]);
            }
            values[query][RANK] = gallery == 0 ? place.rank() : values[query][RANK];
          });
      return values;
    }
  }

  private static List<Way> ways(Similarity similarity, Labels videos, Labels executions) {
    return List.of(
        new Way(videos, executions, similarity::rows),
        new Way(executions, videos, similarity::columns));
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
    return new ProbeItems(mean);
  }

  /** The queries of several galleries, each of which was asked on its own, one after the other. */
  public static ProbeItems join(List<ProbeItems> galleries) {
    double[][][] joined = new double[2][][];
    for (int d = 0; d < 2; d++) {
      int direction = d;
      joined[d] =
          galleries.stream()
              .flatMap(gallery -> Arrays.stream(gallery.values[direction]))
              .toArray(double[][]::new);
    }
    return new ProbeItems(joined);
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

  /**
   * The same {@code recall@k} for an uninformative similarity; for k = 1 it is (m−1)/(N−1).
   *
   * @param galleries the labels of each gallery that is asked on its own
   */
  public static List<Metric> chance(List<Labels> galleries) {
    ProbeItems blind =
        join(
            galleries.stream()
                .map(
                    labels ->
                        of(Similarity.uninformative(labels.size(), labels.size()), labels, labels))
                .toList());
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

  /** The columns of {@link #rows}, after those that tell a query. */
  public static final CsvTable COLUMNS =
      CsvTable.of("arm", "direction", "hit", "hit_within_task", "rank");

  /** The columns that tell an episode's query ({@link #names}). */
  public static final CsvTable EPISODE = CsvTable.of("task", "variation", "seed");

  /** Each episode's cells of the columns {@link #EPISODE}. */
  public static List<List<String>> names(List<Episode> episodes) {
    return EPISODE
        .with(episodes.stream().map(e -> List.of(e.task(), e.variation(), e.seed())).toList())
        .rows();
  }

  /**
   * A row for each direction and query: its Recall@1 over the whole gallery and within its task,
   * and the rank of the nearest right item. Ties and means over draws give fractions.
   *
   * @param videos the first cells of each row of the similarity
   * @param executions the first cells of each column
   */
  public List<List<String>> rows(
      String arm, List<List<String>> videos, List<List<String>> executions) {
    List<List<String>> rows = new ArrayList<>();
    for (int d = 0; d < 2; d++) {
      List<List<String>> asked = d == 0 ? videos : executions;
      for (int i : found(column(d, 0))) {
        double[] query = values[d][i];
        rows.add(
            Stream.concat(
                    asked.get(i).stream(),
                    Stream.of(
                        arm,
                        DIRECTIONS.get(d),
                        number(query[0]),
                        number(query[KS.length]),
                        number(query[RANK])))
                .toList());
      }
    }
    return rows;
  }

  /** Formats with at most three decimals, without trailing zeros. */
  private static String number(double x) {
    return String.format(Locale.ROOT, "%.3f", x).replaceFirst("\\.?0+$", "");
  }
}
