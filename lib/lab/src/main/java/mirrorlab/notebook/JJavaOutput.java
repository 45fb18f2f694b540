package mirrorlab.notebook;

import org.dflib.jjava.jupyter.channels.JupyterOutputStream;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.JupyterIO;

/**
 * Makes the kernel wait for slow readers of its output. By default it lets ZeroMQ drop messages
 * that come too fast: printed lines, pictures, and even the end of a cell.
 */
final class JJavaOutput extends DisplayStream {
  private JJavaOutput() {}

  /** Installs the stream; must be called before the first cell. */
  static void install(JupyterIO io) {
    CellOutput.install(JupyterIO.class, io, JupyterOutputStream.class, new JJavaOutput());
  }

  /** Called as each cell begins. */
  @Override
  protected void setEnv(ShellReplyEnvironment cell) {
    cell.getIopub().setXpubNoDrop(true);
    super.setEnv(cell);
  }
}
