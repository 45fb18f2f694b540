package mirrorlab.bench;

import java.io.IOException;

/** Ours or a peer: work that can be repeated. */
interface Side extends AutoCloseable {
  /** Does {@code n} units of the work and says how long all of them took. */
  Timing run(long n) throws Exception;

  /**
   * Numbers that show what the work computes; both sides of a row must give the same. Asked once,
   * before the first run. Empty where there are none.
   */
  default double[] answer() throws Exception {
    return new double[0];
  }

  @Override
  default void close() throws IOException {}
}
