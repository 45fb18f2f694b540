package mirrorlab.notebook;

import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.JupyterIO;

/**
 * Has the kernel wait for whoever reads its output. By itself it lets ZeroMQ drop what comes too
 * fast, printed lines and pictures as well as the word that a cell has ended.
 */
final class JJavaOutput extends DisplayStream {
  private JJavaOutput() {}

  /** To be called before the first cell. */
  static void install(JupyterIO io) {
    try {
      var display = JupyterIO.class.getField("display");
      display.setAccessible(true); // the one place that is told of each cell's beginning
      display.set(io, new JJavaOutput());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected void setEnv(ShellReplyEnvironment cell) {
    cell.getIopub().setXpubNoDrop(true);
    super.setEnv(cell);
  }
}
