package mirrorlab.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What was measured of a row.
 *
 * @param row its name
 * @param compared what exactly is compared
 * @param unit what is counted
 * @param goal the ratio to reach
 * @param ours times of one unit, by round
 * @param peers those that were compared
 * @param limits of the machine: one or none
 * @param missing why there is no peer; empty if there is one
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
   * @param version of what it runs on
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
