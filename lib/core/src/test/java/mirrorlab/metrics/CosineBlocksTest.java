package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link Similarity#cosine} by rows and by columns. */
class CosineBlocksTest {
  private static float[][] random(int n, int width, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[n][width];
    for (float[] row : rows) {
      for (int d = 0; d < row.length; d++) {
        row[d] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  @Test
  void blocksArePartsOfTheMatrix() {
    float[][] queries = random(9, 5, 1);
    float[][] gallery = random(7, 5, 2);
    float[][] all = Matrices.cosine(Matrices.of(queries), Matrices.of(gallery)).toFloatMatrix();
    Similarity similarity = Similarity.cosine(queries, gallery);
    for (int from = 0; from < 6; from++) {
      for (int i = 0; i < 2; i++) {
        assertArrayEquals(all[from + i], similarity.rows(from, from + 2)[i], 1e-6f);
        for (int j = 0; j < 9; j++) {
          float[] column = similarity.columns(from, from + 2)[i];
          assertArrayEquals(new float[] {all[j][from + i]}, new float[] {column[j]}, 1e-6f);
        }
      }
    }
  }

  @Test
  void theWholeIsTheMatrixToTheLastBit() {
    float[][] queries = random(47, 434, 1);
    float[][] gallery = random(90, 434, 2);
    float[][] all = Matrices.cosine(Matrices.of(queries), Matrices.of(gallery)).toFloatMatrix();
    Similarity similarity = Similarity.cosine(queries, gallery);
    assertArrayEquals(all, similarity.rows(0, 47));
    float[][] columns = similarity.columns(0, 90);
    for (int j = 0; j < 90; j++) {
      for (int i = 0; i < 47; i++) {
        assertEquals(all[i][j], columns[j][i]);
      }
    }
  }
}
