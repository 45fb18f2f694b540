package mirrorlab.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures rows: ours, peer, ours, peer, …, after a warm-up of both.
 *
 * @param rounds how often each side is timed
 * @param seconds for which a side runs in a round, at least one unit
 */
record Harness(int rounds, double seconds) {
  private static final int WARM_UPS = 3;

  /** Checks that there are enough rounds for a spread. */
  Harness {
    if (rounds < 1 || !(seconds > 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "rounds is %d and seconds %s; take 1 or more", rounds, seconds));
    }
  }

  /**
   * Measures a row.
   *
   * @throws IllegalStateException if a peer does not compute what ours does
   */
  Measured measure(Row row, Session session) throws Exception {
    List<Timing> ours = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    try (Side our = row.ours(session)) {
      List<Against> against = against(row, session, our.answer(), missing);
      long units = warmUp(our);
      for (int round = 0; round < rounds; round++) {
        ours.add(our.run(units).per(units));
        for (Against it : against) {
          it.times.add(it.peer.run(it.units).per(it.units));
        }
      }
      Optional<Limit> limit = row.limit(session);
      List<Measured.Against> measured = new ArrayList<>();
      for (Against it : against) {
        measured.add(new Measured.Against(it.peer.name(), it.peer.version(), it.times));
        it.peer.close();
      }
      return new Measured(
          row.id(),
          row.compared(),
          row.unit(),
          row.goal(),
          ours,
          measured,
          limit.stream().toList(),
          String.join("; ", missing));
    }
  }

  /** The peers that work here, warm; why others do not, such as for want of a library. */
  private List<Against> against(Row row, Session session, double[] answer, List<String> missing)
      throws Exception {
    List<Against> against = new ArrayList<>();
    if (!session.hasPeers()) {
      missing.add("run without --peers");
      return against;
    }
    for (Peer peer : row.peers(session)) {
      try {
        check(row, peer.prepare(), answer);
        against.add(new Against(peer, warmUp(peer), new ArrayList<>()));
      } catch (IOException e) {
        missing.add(e.getMessage());
      }
    }
    return against;
  }

  private record Against(Peer peer, long units, List<Timing> times) {}

  /** Runs a side until it is warm; how many units it does in the seconds of a round. */
  private long warmUp(Side side) throws Exception {
    long units = 1;
    double wall = side.run(units).wall();
    for (int i = 0; i < WARM_UPS; i++) {
      units = Math.max(1, Math.round(units * seconds / Math.max(wall, 1e-9)));
      wall = side.run(units).wall();
    }
    return Math.max(1, Math.round(units * seconds / wall));
  }

  /** Compares the numbers of both sides. */
  static void check(Row row, Peer peer, double[] ours) throws Exception {
    double[] theirs = peer.answer();
    double largest = 0;
    double difference = ours.length == theirs.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
      largest = Math.max(largest, Math.abs(ours[i]));
      // NaN counts as a difference.
      double off = Math.abs(ours[i] - theirs[i]);
      difference = off <= difference ? difference : off == off ? off : Double.POSITIVE_INFINITY;
    }
    if (!(difference <= row.tolerance() * largest)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s: %s does not compute what ours does: %d and %d numbers, largest %.6g, that differ"
                  + " by up to %.3g where %.3g is allowed",
              row.id(),
              peer.name(),
              theirs.length,
              ours.length,
              largest,
              difference,
              row.tolerance() * largest));
    }
  }
}
