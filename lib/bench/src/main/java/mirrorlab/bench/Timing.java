package mirrorlab.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The time of a piece of work.
 *
 * @param wall seconds on the clock
 * @param cpu seconds of all threads of the process together
 */
record Timing(double wall, double cpu) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** Work that may fail. */
  @FunctionalInterface
  interface Work {
    /** Does it. */
    void run() throws Exception;
  }

  /** Times work of this process. */
  static Timing of(Work work) throws Exception {
    long cpu = SYSTEM.getProcessCpuTime();
    long wall = System.nanoTime();
    work.run();
    return new Timing((System.nanoTime() - wall) / 1e9, (SYSTEM.getProcessCpuTime() - cpu) / 1e9);
  }

  /** Times n repetitions of work of this process. */
  static Timing of(long n, Work work) throws Exception {
    return of(
        () -> {
          for (long i = 0; i < n; i++) {
            work.run();
          }
        });
  }

  /** The time of one of {@code n} equal parts. */
  Timing per(long n) {
    return new Timing(wall / n, cpu / n);
  }
}
