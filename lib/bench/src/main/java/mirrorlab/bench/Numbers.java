package mirrorlab.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.SplittableRandom;
import mirrorlab.files.AtomicFile;

/** Seeded random matrices, written for the peers by rows, 32 bits per number. */
final class Numbers {
  private Numbers() {}

  /** N×D numbers around the centre of each row's group, so that rows of a group are near. */
  static float[][] grouped(int[] groups, int width, double spread, long seed) {
    float[][] rows = new float[groups.length][width];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < rows.length; i++) {
      SplittableRandom centre = new SplittableRandom(groups[i]);
      for (int d = 0; d < width; d++) {
        rows[i][d] = (float) (centre.nextGaussian() + spread * random.nextGaussian());
      }
    }
    return rows;
  }

  /** N numbers below {@code groups}. */
  static int[] groups(int n, int groups, long seed) {
    return new SplittableRandom(seed).ints(n, 0, groups).toArray();
  }

  static void write(Path file, float[][] rows) throws IOException {
    ByteBuffer bytes = buffer(rows.length * rows[0].length);
    for (float[] row : rows) {
      for (float x : row) {
        bytes.putFloat(x);
      }
    }
    AtomicFile.write(file, out -> out.write(bytes.array()));
  }

  static void write(Path file, int[] numbers) throws IOException {
    ByteBuffer bytes = buffer(numbers.length);
    for (int x : numbers) {
      bytes.putInt(x);
    }
    AtomicFile.write(file, out -> out.write(bytes.array()));
  }

  private static ByteBuffer buffer(int numbers) {
    return ByteBuffer.allocate(4 * numbers).order(ByteOrder.LITTLE_ENDIAN);
  }
}
