package mirrorlab.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One step of the physics, from the same beginning every 500. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class StepBenchmark {
  private static final int EVERY = 500;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** The episode whose steps are made; set before a run, which is in the same process. */
  static volatile EpisodeRow.Ours episode;

  /** CPU seconds of a step in the last iteration. */
  static volatile double cpu;

  private int step;
  private long before;

  /** Begins to count the thread's CPU time. */
  @Setup(Level.Iteration)
  public void begin() {
    step = 0;
    before = THREADS.getCurrentThreadCpuTime();
  }

  /** The step. */
  @Benchmark
  public void step() {
    if (step++ % EVERY == 0) {
      episode.restart();
    }
    episode.state().step();
  }

  /** Ends to count it. */
  @TearDown(Level.Iteration)
  public void end() {
    cpu = (THREADS.getCurrentThreadCpuTime() - before) / 1e9 / step;
  }
}
