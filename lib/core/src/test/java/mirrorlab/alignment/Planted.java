package mirrorlab.alignment;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * Pairs whose relation is known: each instruction has a latent vector, near that of its task's
 * others, and U and E each see it through a matrix of their own, with noise and with nuisance that
 * belongs to the episode.
 */
final class Planted {
  private static final int LATENT = 12;
  private static final int NUISANCE = 30;

  private final double[][] latents;
  private final double[][] toU;
  private final double[][] toE;
  private final int tasks;
  private final double noise;

  Planted(int instructions, int tasks, double noise, long seed) {
    Random random = new Random(seed);
    this.tasks = tasks;
    this.noise = noise;
    double[][] task = gaussian(random, tasks, LATENT);
    latents = gaussian(random, instructions, LATENT);
    for (int i = 0; i < instructions; i++) {
      for (int k = 0; k < LATENT; k++) {
        latents[i][k] += 1.5 * task[i % tasks][k];
      }
    }
    toU = gaussian(random, LATENT + NUISANCE, 128);
    toE = gaussian(random, LATENT + NUISANCE, 96);
  }

  /** N new episodes, the instructions in turn. */
  Pairs draw(int n, long seed) {
    Random random = new Random(seed);
    float[][] u = new float[n][];
    float[][] e = new float[n][];
    int[] instructions = new int[n];
    int[] task = new int[n];
    for (int i = 0; i < n; i++) {
      instructions[i] = i % latents.length;
      task[i] = instructions[i] % tasks;
      u[i] = seen(random, latents[instructions[i]], toU);
      e[i] = seen(random, latents[instructions[i]], toE);
    }
    return new Pairs(u, e, new Labels(IntStream.range(0, n).toArray(), instructions, task));
  }

  private float[] seen(Random random, double[] latent, double[][] map) {
    float[] seen = new float[map[0].length];
    for (int k = 0; k < map.length; k++) {
      double source =
          k < LATENT
              ? latent[k] + 0.5 * noise * random.nextGaussian()
              : noise * random.nextGaussian();
      for (int d = 0; d < seen.length; d++) {
        seen[d] += (float) (source * map[k][d]);
      }
    }
    for (int d = 0; d < seen.length; d++) {
      seen[d] += (float) (noise * random.nextGaussian());
    }
    return seen;
  }

  private static double[][] gaussian(Random random, int rows, int columns) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return values;
  }
}
