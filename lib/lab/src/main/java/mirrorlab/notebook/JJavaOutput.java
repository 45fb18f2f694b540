package mirrorlab.notebook;

import org.dflib.jjava.jupyter.channels.JupyterOutputStream;
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
    CellOutput.install(JupyterIO.class, io, JupyterOutputStream.class, new JJavaOutput());
  }

  /** Called as each cell begins. */
  @Override
  protected void setEnv(ShellReplyEnvironment cell) {
    cell.getIopub().setXpubNoDrop(true);
    super.setEnv(cell);
  }
}
