import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import mirrorlab.alignment.Labels;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import mirrorlab.episode.Image;
import mirrorlab.metrics.Retrieval;
import mirrorlab.understanding.VideoTextEncoder;

/** Do two encoders represent the same things alike? */
public class Example {
  public static void main(String[] arguments) throws Exception {
    // A video becomes a vector: 8 frames of 64×64 pixels, here all black.
    List<Image> video = Collections.nCopies(8, new Image(64, 64, new byte[3 * 64 * 64]));
    try (VideoTextEncoder u = VideoTextEncoder.load(Path.of(arguments[0]))) {
      float[][] vectors = u.representVideos(List.of(video), VideoTextEncoder.VIDEO_OUT);
      System.out.println("a video is " + vectors[0].length + " numbers");
    }
    // Two linear maps are trained between the vectors of two encoders, and then asked about others.
    Pairs test = pairs(200, 2);
    try (Probe probe = Probe.train(pairs(600, 1), Probe.Settings.DEFAULT, 0);
        Probe shuffled = Probe.train(pairs(600, 1).shuffled(0), Probe.Settings.DEFAULT, 0)) {
      int[] labels = test.labels().instructions();
      System.out.println("Recall@1        " + recall(probe, test));
      System.out.println("shuffled pairs  " + recall(shuffled, test));
      System.out.println("chance          " + mean(Retrieval.chance(labels, labels, 1)));
    }
  }

  private static double recall(Probe probe, Pairs test) {
    int[] labels = test.labels().instructions();
    return mean(Retrieval.hits(probe.similarity(test), labels, labels, 1));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Yours go here: row i of both is the same event. These are noise around 20 instructions. */
  private static Pairs pairs(int n, long seed) {
    int[] instructions = IntStream.range(0, n).map(i -> i % 20).toArray();
    Random random = new Random(seed);
    float[][] watched = new float[n][128];
    float[][] done = new float[n][96];
    for (int i = 0; i < n; i++) {
      for (float[] row : List.of(watched[i], done[i])) {
        Random meaning = new Random(100 * row.length + instructions[i]);
        for (int d = 0; d < row.length; d++) {
          row[d] = (float) (meaning.nextGaussian() + 2 * random.nextGaussian());
        }
      }
    }
    return new Pairs(
        watched, done, new Labels(IntStream.range(0, n).toArray(), instructions, new int[n]));
  }
}
