package mirrorlab.bench;

import java.util.List;
import java.util.Optional;

/** One comparison: our work and the peers that do the same. */
interface Row {
  /** Its name in commands and records: {@code physics-step}. */
  String id();

  /** The comparison in words: sizes, batch, threads. */
  String compared();

  /** The counted unit in the singular: {@code step}. */
  String unit();

  /** The ratio peer time / our time to reach. */
  double goal();

  /** The allowed difference between the numbers of both sides, relative to the largest. */
  default double tolerance() {
    return 0;
  }

  /** Ours. */
  Side ours(Session session) throws Exception;

  /** The peers, where the session has a Python for them. */
  default List<Peer> peers(Session session) throws Exception {
    return List.of();
  }

  /** The machine's limit for this work, where it is known. */
  default Optional<Limit> limit(Session session) throws Exception {
    return Optional.empty();
  }
}
