package mirrorlab.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mirrorlab.nn.PyTorch;

/** Where the CPU time of a training step goes: its parts, and what a call of PyTorch costs. */
final class StepProfile {
  private static final int WARM_UP = 5; // steps
  private static final int STEPS = 10;
  private static final int CALLS = 20_000;

  private StepProfile() {}

  /** Writes the parts of the training rows among the given ones, as medians over steps. */
  static void write(List<Row> rows, Session session, PrintWriter out) throws Exception {
    out.println(String.format(Locale.ROOT, "a call of PyTorch by DJL: %.2f µs", 1e6 * call()));
    out.flush();
    for (Row row : rows) {
      if (row instanceof TrainingRow training && training.threads() == 1) {
        try (TrainingSide<?> side = training.ours(session)) {
          write(row.id(), side, out);
        }
      }
    }
  }

  private static void write(String name, TrainingSide<?> side, PrintWriter out) {
    Map<String, List<Double>> parts = new LinkedHashMap<>();
    for (int i = 0; i < WARM_UP + STEPS; i++) {
      Map<String, Double> step = side.parts();
      if (i >= WARM_UP) {
        step.forEach(
            (part, cpu) -> parts.computeIfAbsent(part, it -> new ArrayList<>()).add(1e3 * cpu));
      }
    }
    parts.forEach(
        (part, cpu) ->
            out.println(
                String.format(Locale.ROOT, "%s  %s: %s ms of CPU", name, part, Spread.of(cpu))));
    out.flush();
  }

  /** CPU seconds of an operation on one number, its array's end included. */
  private static double call() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (NDManager manager = PyTorch.engine().newBaseManager()) {
      NDArray one = manager.ones(new Shape(1));
      long before = 0;
      for (int i = 0; i < 2 * CALLS; i++) {
        if (i == CALLS) {
          before = threads.getCurrentThreadCpuTime();
        }
        one.neg().close();
      }
      return (threads.getCurrentThreadCpuTime() - before) / 1e9 / CALLS;
    }
  }
}
