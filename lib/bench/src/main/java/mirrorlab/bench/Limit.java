package mirrorlab.bench;

/**
 * The machine's own limit for a row.
 *
 * @param name such as {@code GEMM}
 * @param work units of the limit that one unit of the row needs, such as floating-point operations
 * @param rate units of the limit a second, measured on this machine
 * @param rateUnit such as {@code GFLOP/s}
 */
record Limit(String name, double work, double rate, String rateUnit) {
  /** The share of the limit at which a row runs that takes {@code seconds} a unit. */
  double share(double seconds) {
    return work / seconds / rate;
  }
}
