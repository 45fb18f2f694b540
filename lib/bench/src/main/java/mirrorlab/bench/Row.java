package mirrorlab.bench;

import java.util.List;
import java.util.Optional;

/** One thing that is timed, beside the peers that do the same. */
interface Row {
  /** Its name in commands and records: {@code physics-step}. */
  String id();

  /** What exactly is compared: sizes, batch, threads. */
  String compared();

  /** What is counted, in the singular: {@code step}. */
  String unit();

  /** The ratio peer time / our time to reach. */
  double goal();

  /** By how much the numbers of both sides may differ, as a part of the largest. */
  default double tolerance() {
    return 0;
  }

  /** Ours. */
  Side ours(Session session) throws Exception;

  /** Those to compare with, where the session has a Python for them. */
  default List<Peer> peers(Session session) throws Exception {
    return List.of();
  }

  /** What the machine allows at most for this work, where that is known. */
  default Optional<Limit> limit(Session session) throws Exception {
    return Optional.empty();
  }
}
