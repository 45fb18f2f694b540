package mirrorlab.bench;

import java.util.List;
import java.util.Map;

/** The start of the Java kernel, from the process to the answer of a first cell. */
final class KernelRow implements Row {
  @Override
  public String id() {
    return "start-kernel";
  }

  @Override
  public String compared() {
    return "from the start of the kernel's process to the answer of the cell \"1 + 1\", by"
        + " jupyter_client on both sides";
  }

  @Override
  public String unit() {
    return "start";
  }

  @Override
  public double goal() {
    return 0.5;
  }

  @Override
  public Side ours(Session session) throws Exception {
    return session.inLessons("start", "java", "ours", Map.of("kernel", "java")).prepare();
  }

  @Override
  public List<Peer> peers(Session session) throws Exception {
    return List.of(session.peer("start", "ipython", "IPython kernel", Map.of("kernel", "python3")));
  }
}
