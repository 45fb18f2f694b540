package mirrorlab.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mirrorlab.files.Folder;

/**
 * A function of data that both sides read; a unit is one call, and its value is the answer.
 *
 * @param program of its peers
 * @param others the peers, by the names of their rows in the program
 * @param flops of its matrix product, for the limit; 0 where there is none
 * @param inputs writes the data into a folder and gives the function
 */
record FunctionRow(
    String id,
    String compared,
    double goal,
    double tolerance,
    String program,
    Map<String, String> others,
    double flops,
    Inputs inputs)
    implements Row {

  /** The work. */
  @FunctionalInterface
  interface Function {
    /** Its value. */
    double[] value() throws Exception;
  }

  /** The source of the data. */
  @FunctionalInterface
  interface Inputs {
    /** Writes it for the peers, and gives ours. */
    Function write(Path folder) throws Exception;
  }

  @Override
  public String unit() {
    return "call";
  }

  @Override
  public Side ours(Session session) throws Exception {
    Function function = inputs.write(Folder.create(folder(session)));
    return new Side() {
      @Override
      public Timing run(long n) throws Exception {
        return Timing.of(n, function::value);
      }

      @Override
      public double[] answer() throws Exception {
        return function.value();
      }
    };
  }

  private Path folder(Session session) {
    return session.folder().resolve(id);
  }

  @Override
  public List<Peer> peers(Session session) throws Exception {
    Map<String, ?> settings = Map.of("folder", folder(session).toString());
    List<Peer> peers = new ArrayList<>();
    for (Map.Entry<String, String> other : others.entrySet()) {
      peers.add(session.peer(program, other.getKey(), other.getValue(), settings));
    }
    return peers;
  }

  @Override
  public Optional<Limit> limit(Session session) throws Exception {
    return flops > 0 ? Optional.of(Gemm.limit(flops, 1)) : Optional.empty();
  }
}
