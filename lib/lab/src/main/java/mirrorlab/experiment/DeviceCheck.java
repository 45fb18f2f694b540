package mirrorlab.experiment;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import mirrorlab.data.Demonstrations;
import mirrorlab.episode.Episode;
import mirrorlab.execution.ImitationTraining;
import mirrorlab.files.JsonFile;
import mirrorlab.metrics.Cka;
import mirrorlab.metrics.InfoNceBound;
import mirrorlab.metrics.Matrices;
import mirrorlab.metrics.MutualKnn;
import mirrorlab.metrics.PermutationNull;
import mirrorlab.metrics.Retrieval;
import mirrorlab.nn.PyTorch;
import mirrorlab.nn.Trainable;
import mirrorlab.nn.Training;
import mirrorlab.nn.TrainingConfig;
import mirrorlab.understanding.RecognitionTraining;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compares the GPU's results with the CPU's: the losses of twenty training steps of U and of E on
 * DJL, and every metric on ND4J.
 *
 * <p>The CPU's numbers come from a second process without access to the GPU.
 */
public final class DeviceCheck {
  /** Tolerance of the difference, relative to the CPU's number if that is above 1. */
  public static final double TOLERANCE = 1e-3;

  private static final int STEPS = 20;
  private static final int ROWS = 96;
  private static final int WIDTH = 24;
  private static final int NEIGHBOURS = 10;

  private DeviceCheck() {}

  /** The number of GPUs that DJL can use here. */
  public static int gpus() {
    return PyTorch.engine().getGpuCount();
  }

  /**
   * Computes everything twice.
   *
   * @return the largest difference of each kind of number
   * @throws IOException if the other process fails; the message contains its output
   */
  public static Map<String, Double> run() throws IOException, InterruptedException {
    return differences(onCpu(), numbers());
  }

  static Map<String, Double> differences(Map<String, double[]> cpu, Map<String, double[]> here) {
    Map<String, Double> largest = new LinkedHashMap<>();
    cpu.forEach((what, numbers) -> largest.put(what, difference(numbers, here.get(what))));
    return largest;
  }

  private static double difference(double[] cpu, double[] here) {
    return IntStream.range(0, cpu.length)
        .mapToDouble(i -> Math.abs(here[i] - cpu[i]) / Math.max(1, Math.abs(cpu[i])))
        .max()
        .orElseThrow();
  }

  /** All compared numbers, computed on this process's device. */
  static Map<String, double[]> numbers() throws InterruptedException {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    List<Episode> episodes = new ArrayList<>();
    for (int variation = 0; variation < 3; variation++) {
      episodes.add(Demonstrations.perform("open_drawer", variation, 1));
      episodes.add(Demonstrations.perform("push_buttons", variation, 1));
    }
    try (Encoders encoders = Encoders.untrained(episodes, 0)) {
      numbers.put(
          "U, 20 steps",
          losses(
              new RecognitionTraining(encoders.understanding(), episodes, 0),
              RecognitionTraining.config(STEPS)));
      numbers.put(
          "E, 20 steps",
          losses(
              new ImitationTraining(encoders.execution(), episodes, 0),
              ImitationTraining.config(STEPS)));
    }
    numbers.putAll(metrics());
    return numbers;
  }

  private static <B> double[] losses(Trainable<B> training, TrainingConfig config)
      throws InterruptedException {
    List<Double> losses = new ArrayList<>();
    Training.run(training, config, progress -> losses.addAll(progress.losses().values()));
    return losses.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Map<String, double[]> metrics() throws InterruptedException {
    Random random = new Random(0);
    float[][] seen = new float[ROWS][WIDTH];
    float[][] done = new float[ROWS][WIDTH];
    int[] labels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      labels[i] = i % 12;
      for (int k = 0; k < WIDTH; k++) {
        seen[i][k] = (float) (random.nextGaussian() + (k == labels[i] ? 2 : 0));
        done[i][k] = (float) (0.5 * seen[i][k] + random.nextGaussian());
      }
    }
    INDArray u = Matrices.of(seen);
    INDArray e = Matrices.of(done);
    INDArray similarity = Matrices.cosine(u, e);
    MutualKnn near = MutualKnn.of(u, NEIGHBOURS);
    MutualKnn others = MutualKnn.of(e, NEIGHBOURS);
    Cka gram = Cka.of(Matrices.unitRows(u));
    Cka other = Cka.of(Matrices.unitRows(e));
    PermutationNull chance =
        PermutationNull.of(
            permutation -> new double[] {gram.cka(other, permutation)}, new int[ROWS], 50, 0);

    Map<String, double[]> metrics = new LinkedHashMap<>();
    metrics.put("cosine", similarity.ravel().toDoubleVector());
    metrics.put("Recall@1", Retrieval.hits(similarity, labels, labels, 1));
    metrics.put("Recall@5", Retrieval.hits(similarity, labels, labels, 5));
    metrics.put(
        "Recall@1 within",
        Retrieval.hits(Retrieval.within(similarity, labels, labels), labels, labels, 1));
    metrics.put("mutual kNN", new double[] {near.mutual(others)});
    metrics.put("CKA", new double[] {gram.cka(other)});
    metrics.put("permutations", new double[] {chance.p(0), chance.calibrated(0)});
    metrics.put("information", new double[] {InfoNceBound.of(similarity.toDoubleMatrix())});
    return metrics;
  }

  /** The numbers that the child process passes to its parent. */
  private record Numbers(Map<String, double[]> byName) {}

  private static Map<String, double[]> onCpu() throws IOException, InterruptedException {
    Path handed = Files.createTempFile("mirrorlab-cpu-", ".json");
    Path said = Files.createTempFile("mirrorlab-cpu-", ".log");
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(DeviceCheck.class.getName(), handed.toString()));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("CUDA_VISIBLE_DEVICES", "");
      if (builder.redirectOutput(said.toFile()).start().waitFor() != 0) {
        throw new IOException("computing on the CPU failed: " + Files.readString(said));
      }
      return JsonFile.read(handed, Numbers.class).byName();
    } finally {
      Files.delete(handed);
      Files.delete(said);
    }
  }

  /** Entry point of the child process; the argument is the output file for the numbers. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    JsonFile.write(Path.of(arguments[0]), new Numbers(numbers()));
    System.exit(0); // threads of native libraries would keep it alive
  }
}
