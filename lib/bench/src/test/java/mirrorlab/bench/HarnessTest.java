package mirrorlab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows with a peer that says how long it took, so that every number is known. */
class HarnessTest {
  private static final Harness THREE = new Harness(3, 1);

  @TempDir Path folder;

  @BeforeEach
  void writePeer() throws IOException {
    Path peer = Path.of(System.getProperty("mirrorlab.root"), "lib/bench/src/main/python/peer.py");
    Files.copy(peer, folder.resolve("peer.py"));
    Files.writeString(
        folder.resolve("toy.py"),
        """
        import sys
        from peer import Row, serve

        class Toy(Row):
            version = "toy 1"

            def __init__(self, numbers=(1, 2)):
                self.numbers = numbers

            def answer(self):
                print("a library says something")
                return self.numbers

            def run(self, n):
                pass

        class Broken(Row):
            def __init__(self):
                sys.exit("no library")

        serve({"toy": Toy, "broken": Broken})
        """);
  }

  private Session session(boolean withPeers) throws IOException {
    Path python = Path.of(System.getProperty("mirrorlab.venv"), "bin", "python");
    return new Session(
        folder.resolve("work"), withPeers ? Optional.of(python) : Optional.empty(), folder);
  }

  /** A row whose units take a second each, by its own word. */
  private record Toy(String peer, double... answer) implements Row {
    @Override
    public String id() {
      return "toy";
    }

    @Override
    public String compared() {
      return "nothing";
    }

    @Override
    public String unit() {
      return "unit";
    }

    @Override
    public double goal() {
      return 1;
    }

    @Override
    public double tolerance() {
      return 0.01;
    }

    @Override
    public Side ours(Session session) {
      return new Side() {
        @Override
        public Timing run(long n) {
          return new Timing(n, n);
        }

        @Override
        public double[] answer() {
          return answer;
        }
      };
    }

    @Override
    public List<Peer> peers(Session session) throws Exception {
      return List.of(session.peer("toy", peer, "Toy", Map.of()));
    }
  }

  @Test
  void bothSidesAreTimedInEachRound() throws Exception {
    try (Session session = session(true)) {
      Measured measured = THREE.measure(new Toy("toy", 1.001, 2), session);
      assertEquals(3, measured.ours().size());
      assertEquals(new Timing(1, 1), measured.ours().get(0));
      Measured.Against peer = measured.peers().get(0);
      assertEquals(3, peer.times().size());
      assertEquals("toy 1", peer.version());
      assertEquals("", measured.missing());
      assertTrue(measured.ratio(peer).median() < 1, "the toy takes no second");
    }
  }

  @Test
  void aPeerThatComputesSomethingElseIsRefused() throws Exception {
    try (Session session = session(true)) {
      for (double[] other : new double[][] {{1.1, 2}, {1}, {1, Double.NaN}}) {
        IllegalStateException e =
            assertThrows(
                IllegalStateException.class, () -> THREE.measure(new Toy("toy", other), session));
        assertTrue(e.getMessage().contains("Toy does not compute what ours does"), e.getMessage());
      }
    }
  }

  @Test
  void aPeerThatCannotBeMadeIsMissingWithTheReason() throws Exception {
    try (Session session = session(true)) {
      Measured measured = THREE.measure(new Toy("broken"), session);
      assertEquals(List.of(), measured.peers());
      assertTrue(measured.missing().contains("no library"), measured.missing());
    }
  }

  @Test
  void withoutPeersOnlyOursIsTimed() throws Exception {
    try (Session session = session(false)) {
      Measured measured = THREE.measure(new Toy("toy"), session);
      assertEquals(3, measured.ours().size());
      assertEquals("run without --peers", measured.missing());
    }
  }

  @Test
  void aSpreadIsTheMedianAndTheQuartiles() {
    assertEquals(new Spread(3, 2, 4), Spread.of(List.of(5.0, 1.0, 3.0, 2.0, 4.0)));
    assertEquals(new Spread(1.5, 1.25, 1.75), Spread.of(List.of(1.0, 2.0)));
  }

  @Test
  void anUnknownRowIsRefusedWithThoseThereAre() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Rows.named(List.of("fast")));
    assertTrue(e.getMessage().contains("physics-step"), e.getMessage());
  }
}
