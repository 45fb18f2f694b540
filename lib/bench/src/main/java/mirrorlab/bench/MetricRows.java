package mirrorlab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mirrorlab.metrics.Cka;
import mirrorlab.metrics.Matrices;
import mirrorlab.metrics.MutualKnn;
import mirrorlab.metrics.PermutationNull;
import mirrorlab.metrics.Retrieval;
import mirrorlab.metrics.Tsne;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Similarity of representations, retrieval and t-SNE. */
final class MetricRows {
  private static final int ITEMS = 1800; // episodes of a test split
  private static final int WIDTH_A = 96; // U's representation
  private static final int WIDTH_B = 288; // E's
  private static final int GROUPS = 249; // instructions
  private static final int K = 10;
  private static final int DEALT = 100; // permutations a call
  private static final int SHARED = 128; // width of the shared space
  private static final String PROGRAM = "metrics";

  private MetricRows() {}

  /** All of them. */
  static List<Row> all() {
    return List.of(cka(), neighbours(), permutations(), recall(10_000, 1000), recall(100_000, 200));
  }

  private static Map<String, String> numpy(String row) {
    return Map.of(row, "NumPy");
  }

  private static Row cka() {
    return new FunctionRow(
        "cka",
        "unbiased CKA of 1,800×96 and 1,800×288 with both Gram matrices; 1 thread",
        3,
        1e-5,
        PROGRAM,
        numpy("cka"),
        0,
        folder -> {
          Pair pair = Pair.write(folder);
          return () -> new double[] {Cka.of(pair.a).cka(Cka.of(pair.b))};
        });
  }

  private static Row neighbours() {
    return new FunctionRow(
        "mutual-knn",
        "mutual 10 nearest neighbours by cosine of 1,800×96 and 1,800×288, both found anew; 1"
            + " thread",
        3,
        1e-5,
        PROGRAM,
        numpy("neighbours"),
        0,
        folder -> {
          Pair pair = Pair.write(folder);
          return () -> new double[] {MutualKnn.of(pair.a, K).mutual(MutualKnn.of(pair.b, K))};
        });
  }

  private static Row permutations() {
    return new FunctionRow(
        "permutations",
        "unbiased CKA of 1,800 items under 100 permutations, from Gram matrices that are ready; 1"
            + " thread; a null of 1,000 takes ten times as long",
        3,
        1e-3,
        PROGRAM,
        numpy("permutations"),
        0,
        folder -> {
          Pair pair = Pair.write(folder);
          List<int[]> dealt = PermutationNull.permutations(new int[ITEMS], DEALT, 1);
          Numbers.write(
              folder.resolve("dealt.bin"), dealt.stream().flatMapToInt(Arrays::stream).toArray());
          Cka a = Cka.of(pair.a);
          Cka b = Cka.of(pair.b);
          return () -> dealt.stream().mapToDouble(order -> a.cka(b, order)).toArray();
        });
  }

  private static Row recall(int gallery, int queries) {
    return new FunctionRow(
        String.format(Locale.ROOT, "recall-%d", gallery),
        String.format(
            Locale.ROOT,
            "Recall@10 of %,d queries among %,d items of width 128, by cosine; FAISS builds no"
                + " index beforehand (exact); 1 thread",
            queries,
            gallery),
        1,
        1e-6,
        PROGRAM,
        Map.of("recall", "FAISS exact"),
        2.0 * gallery * queries * SHARED,
        folder -> {
          int[] asked = Numbers.groups(queries, gallery / 20, 3);
          int[] offered = Numbers.groups(gallery, gallery / 20, 4);
          float[][] q = Numbers.grouped(asked, SHARED, 3, 5);
          float[][] g = Numbers.grouped(offered, SHARED, 3, 6);
          Numbers.write(folder.resolve("asked.bin"), asked);
          Numbers.write(folder.resolve("offered.bin"), offered);
          Numbers.write(folder.resolve("queries.bin"), q);
          Numbers.write(folder.resolve("gallery.bin"), g);
          INDArray from = Matrices.of(q);
          INDArray to = Matrices.of(g);
          return () ->
              new double[] {
                Arrays.stream(Retrieval.hits(Matrices.cosine(from, to), asked, offered, K))
                    .average()
                    .orElseThrow()
              };
        });
  }

  /** t-SNE of 1,800 items. */
  static Row tsne() {
    return new FunctionRow(
        "tsne-1800",
        "t-SNE of 1,800×96, perplexity 30, to a page of equal trustworthiness (within 0.02); ours"
            + " exact, theirs by their defaults; 1 thread",
        3,
        0.02,
        PROGRAM,
        Map.of("sklearn", "scikit-learn", "opentsne", "openTSNE"),
        0,
        folder -> {
          Pair pair = Pair.write(folder);
          double[][] rows = pair.a.toDoubleMatrix();
          return new FunctionRow.Function() {
            private boolean judged;

            @Override
            public double[] value() {
              double[][] page = Tsne.embed(pair.a, 30, 1);
              double[] value = judged ? new double[0] : new double[] {Trust.of(rows, page, 5)};
              judged = true; // it is asked for once, and not timed
              return value;
            }
          };
        });
  }

  /** Two representations of the same items. */
  private record Pair(INDArray a, INDArray b) {
    static Pair write(Path folder) throws IOException {
      int[] groups = Numbers.groups(ITEMS, GROUPS, 1);
      float[][] a = Numbers.grouped(groups, WIDTH_A, 1, 1);
      float[][] b = Numbers.grouped(groups, WIDTH_B, 1, 2);
      Numbers.write(folder.resolve("a.bin"), a);
      Numbers.write(folder.resolve("b.bin"), b);
      return new Pair(Matrices.of(a), Matrices.of(b));
    }
  }
}
