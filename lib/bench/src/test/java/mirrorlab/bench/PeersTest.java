package mirrorlab.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Peers compute what ours does; only where {@code ./mirrorlab bench --peers} has made their
 * environment.
 */
class PeersTest {
  @TempDir Path folder;

  static Stream<Row> rows() {
    return Stream.of("physics-episode", "training-understanding-1", "training-execution-1", "cka")
        .map(name -> Rows.named(List.of(name)).get(0));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aPeerGivesOurNumbers(Row row) throws Exception {
    Path python = Path.of(System.getProperty("mirrorlab.build"), "bench", "venv", "bin", "python");
    assumeTrue(Files.exists(python), "there is no environment of peers");
    Path programs = Path.of(System.getProperty("mirrorlab.root"), "lib/bench/src/main/python");
    try (Session session = new Session(folder, Optional.of(python), programs);
        Side ours = row.ours(session)) {
      List<Peer> peers = row.peers(session);
      assertFalse(peers.isEmpty());
      double[] answer = ours.answer();
      for (Peer peer : peers.subList(0, 1)) {
        Harness.check(row, peer.prepare(), answer);
      }
    }
  }
}
