package mirrorlab.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The measurements of one row.
 *
 * @param row its name
 * @param compared sizes, batch and threads of the comparison
 * @param unit the counted unit
 * @param goal the ratio to reach
 * @param ours times of one unit, by round
 * @param peers the measured peers
 * @param limits of the machine: one or none
 * @param missing the reason why a peer is missing, or empty
 */
record Measured(
    String row,
    String compared,
    String unit,
    double goal,
    List<Timing> ours,
    List<Against> peers,
    List<Limit> limits,
    String missing) {

  /**
   * A peer's part.
   *
   * @param name such as {@code PyTorch eager}
   * @param version of its library
   * @param times of one unit, by round
   */
  record Against(String name, String version, List<Timing> times) {}

  /** Our seconds of one unit. */
  Spread seconds() {
    return Spread.of(ours.stream().map(Timing::wall).toList());
  }

  /** Peer time / our time, round by round. */
  Spread ratio(Against peer) {
    return Spread.of(
        IntStream.range(0, ours.size())
            .mapToObj(i -> peer.times.get(i).wall() / ours.get(i).wall())
            .toList());
  }

  /** As {@link #ratio}, of the time of all cores. */
  Spread cpuRatio(Against peer) {
    return Spread.of(
        IntStream.range(0, ours.size())
            .mapToObj(i -> peer.times.get(i).cpu() / ours.get(i).cpu())
            .toList());
  }
}
