package mirrorlab.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import mirrorlab.nn.PyTorch;

/** The machine's rate in products of 1024×1024 matrices of 32-bit floats. */
final class Gemm {
  private static final int SIDE = 1024;
  private static final int ROUNDS = 7;
  private static final double FLOPS = 2.0 * SIDE * SIDE * SIDE;

  private Gemm() {}

  /** The limit of work with so many floating-point operations in products. */
  static Limit limit(double flops, int threads) throws Exception {
    return new Limit("GEMM", flops / 1e9, rate(threads), "GFLOP/s");
  }

  /** GFLOP/s in PyTorch's libraries, the best of some rounds. */
  static double rate(int threads) throws Exception {
    JniUtils.setNumThreads(threads);
    List<Double> rates = new ArrayList<>();
    try (NDManager manager = PyTorch.engine().newBaseManager()) {
      NDArray a = manager.ones(new Shape(SIDE, SIDE));
      for (int round = 0; round < ROUNDS; round++) {
        double seconds = Timing.of(() -> a.matMul(a).close()).wall();
        rates.add(FLOPS / seconds / 1e9);
      }
    } finally {
      JniUtils.setNumThreads(1);
    }
    return rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
