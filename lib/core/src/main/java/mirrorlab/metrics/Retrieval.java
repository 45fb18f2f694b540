package mirrorlab.metrics;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Recall@k: the share of queries whose k most similar gallery items include one with the query's
 * label.
 *
 * <p>Ties count as if broken at random, so an uninformative similarity scores exactly {@link
 * #chance}.
 */
public final class Retrieval {
  private static final String SIMILARITY = "the similarity";
  private static final int TILE = 64;

  private Retrieval() {}

  /**
   * The position of the nearest gallery item with the query's label.
   *
   * @param nearer items that are more similar to the query, all with other labels
   * @param right items with the query's label that are equally similar; 0 if the gallery has none
   * @param wrong items with other labels that are equally similar
   */
  public record Place(int nearer, int right, int wrong) {

    /** Whether the gallery has an item with the query's label. */
    public boolean exists() {
      return right > 0;
    }

    /**
     * Whether it is among the k nearest: 1 or 0, or the probability in case of ties; NaN if there
     * is none.
     */
    public double hit(int k) {
      checkK(k);
      if (!exists()) {
        return Double.NaN;
      }
      // Of the tied items the first k − nearer are taken; the chance that all of them are wrong:
      double miss = 1;
      for (int taken = 0; taken < Math.min(k - nearer, right + wrong); taken++) {
        miss *= Math.max(0.0, wrong - taken) / (right + wrong - taken);
      }
      return 1 - miss;
    }

    /** Its rank, 1 for the nearest of all; the mean over orders of tied items; NaN if none. */
    public double rank() {
      return exists() ? nearer + (right + wrong + 1.0) / (right + 1) : Double.NaN;
    }
  }

  /**
   * The place of the nearest right item for each query.
   *
   * @param similarity N queries × M gallery items; −∞ keeps an item out of a query's gallery
   * @param queries N labels
   * @param gallery M labels
   * @throws IllegalArgumentException if a similarity is NaN or +∞; the message names its row and
   *     column
   */
  public static Place[] places(float[][] similarity, int[] queries, int[] gallery) {
    Finite.check(SIMILARITY, similarity, true);
    check("queries", similarity.length, queries);
    check("gallery", similarity[0].length, gallery);
    return IntStream.range(0, queries.length)
        .mapToObj(i -> place(similarity[i], right(queries[i], gallery)))
        .toArray(Place[]::new);
  }

  private static int[] right(int label, int[] gallery) {
    return IntStream.range(0, gallery.length).filter(j -> gallery[j] == label).toArray();
  }

  /**
   * The place of one query's nearest right item.
   *
   * @param similarity to M gallery items, not NaN; −∞ keeps an item out of the gallery
   * @param right indices of the items with the query's label
   */
  public static Place place(float[] similarity, int[] right) {
    float best = Float.NEGATIVE_INFINITY;
    for (int j : right) {
      best = Math.max(best, similarity[j]);
    }
    if (best == Float.NEGATIVE_INFINITY) {
      return new Place(0, 0, 0);
    }
    int nearer = 0;
    int tied = 0;
    for (float s : similarity) {
      nearer += s > best ? 1 : 0;
      tied += s == best ? 1 : 0;
    }
    int found = 0;
    for (int j : right) {
      found += similarity[j] == best ? 1 : 0;
    }
    return new Place(nearer, found, tied - found);
  }

  /**
   * For each query, whether one of its k nearest gallery items has its label ({@link Place#hit}).
   * The mean over queries is Recall@k; the transposed matrix gives the other direction.
   *
   * @param similarity N queries × M gallery items; −∞ keeps an item out of a query's gallery
   * @param queries N labels
   * @param gallery M labels
   * @param k at least 1
   */
  public static double[] hits(INDArray similarity, int[] queries, int[] gallery, int k) {
    checkK(k);
    return Arrays.stream(places(similarity.toFloatMatrix(), queries, gallery))
        .mapToDouble(place -> place.hit(k))
        .toArray();
  }

  /**
   * The expected {@link #hits} of an uninformative similarity; for k = 1 it is m/M, with m the
   * number of gallery items that have the query's label.
   */
  public static double[] chance(int[] queries, int[] gallery, int k) {
    checkK(k);
    return Arrays.stream(places(new float[queries.length][gallery.length], queries, gallery))
        .mapToDouble(place -> place.hit(k))
        .toArray();
  }

  /**
   * The same similarities with −∞ wherever query and gallery item belong to different groups: then
   * knowing the group, such as the task, does not help.
   */
  public static INDArray within(INDArray similarity, int[] queryGroups, int[] galleryGroups) {
    return Nd4j.createFromArray(within(similarity.toFloatMatrix(), queryGroups, galleryGroups));
  }

  /** The same for plain arrays. */
  public static float[][] within(float[][] similarity, int[] queryGroups, int[] galleryGroups) {
    check("queryGroups", similarity.length, queryGroups);
    return masked(similarity, galleryGroups, i -> group -> group != queryGroups[i]);
  }

  /**
   * The same similarities with −∞ wherever query and gallery item are of the same episode: no
   * episode retrieves itself. Chance at k = 1 is then (m−1)/(M−1), and a query whose label has no
   * other episode has no place.
   */
  public static float[][] withoutOwn(
      float[][] similarity, int[] queryEpisodes, int[] galleryEpisodes) {
    check("queryEpisodes", similarity.length, queryEpisodes);
    return masked(similarity, galleryEpisodes, i -> episode -> episode == queryEpisodes[i]);
  }

  /**
   * Cross-domain similarity local scaling (Conneau et al., 2018), which subtracts each item's mean
   * similarity to its neighbours, so that hubs, near to everything, win less:
   *
   * <pre>  csls(q, g) = 2 s(q, g) − mean of q's k largest − mean of g's k largest </pre>
   *
   * @param similarity N queries × M gallery items, cosines; entries of −∞ stay so and are not
   *     counted
   * @param k neighbours; 10 is usual
   */
  public static float[][] csls(float[][] similarity, int k) {
    Finite.check(SIMILARITY, similarity, true);
    double[] gallery =
        Arrays.stream(transposed(similarity)).mapToDouble(item -> neighbourMean(item, k)).toArray();
    return Arrays.stream(similarity)
        .map(query -> csls(query, neighbourMean(query, k), gallery))
        .toArray(float[][]::new);
  }

  /**
   * The same for one query, with the means over neighbours known.
   *
   * @param similarity to M gallery items, not NaN
   * @param query the query's {@link #neighbourMean}
   * @param gallery the M items', each over all queries
   */
  public static float[] csls(float[] similarity, double query, double[] gallery) {
    float[] scaled = new float[similarity.length];
    for (int j = 0; j < scaled.length; j++) {
      scaled[j] = (float) (2.0 * similarity[j] - query - gallery[j]); // −∞ stays so
    }
    return scaled;
  }

  /**
   * The mean of the k largest similarities, entries of −∞ not counted; 0 if there are no others.
   */
  public static double neighbourMean(float[] similarity, int k) {
    checkK(k);
    float[] largest = new float[Math.min(k, similarity.length)]; // in falling order
    Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    int last = largest.length - 1;
    for (float s : similarity) {
      if (s > largest[last]) {
        int at = last;
        for (; at > 0 && s > largest[at - 1]; at--) {
          largest[at] = largest[at - 1];
        }
        largest[at] = s;
      }
    }
    double sum = 0;
    int counted = 0;
    while (counted < largest.length && largest[counted] != Float.NEGATIVE_INFINITY) {
      sum += largest[counted++];
    }
    return counted == 0 ? 0 : sum / counted;
  }

  /** The transposed matrix. */
  public static float[][] transposed(float[][] rows) {
    float[][] columns = new float[rows[0].length][rows.length];
    for (int from = 0; from < rows.length; from += TILE) { // what is written stays in the cache
      int to = Math.min(from + TILE, rows.length);
      for (int j = 0; j < columns.length; j++) {
        for (int i = from; i < to; i++) {
          columns[j][i] = rows[i][j];
        }
      }
    }
    return columns;
  }

  private interface Mask {
    IntPredicate of(int query);
  }

  private static float[][] masked(float[][] similarity, int[] gallery, Mask hidden) {
    Finite.check(SIMILARITY, similarity, true);
    check("gallery", similarity[0].length, gallery);
    float[][] rows = new float[similarity.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = similarity[i].clone();
      IntPredicate hides = hidden.of(i);
      for (int j = 0; j < gallery.length; j++) {
        if (hides.test(gallery[j])) {
          rows[i][j] = Float.NEGATIVE_INFINITY;
        }
      }
    }
    return rows;
  }

  private static void checkK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + "; give at least 1");
    }
  }

  private static void check(String name, long size, int[] labels) {
    if (labels.length != size) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d labels and the matrix %d items along that side",
              name,
              labels.length,
              size));
    }
  }
}
