package mirrorlab.notebook;

import io.github.spencerpark.jupyter.channels.JupyterOutputStream;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.JupyterIO;

/**
 * Has the kernel wait for whoever reads its output. By itself it lets ZeroMQ drop what comes too
 * fast, printed lines and pictures as well as the word that a cell has ended.
 */
final class IJavaOutput extends DisplayStream {
  private IJavaOutput() {}

  /** To be called before the first cell. */
  static void install(JupyterIO io) {
    CellOutput.install(JupyterIO.class, io, JupyterOutputStream.class, new IJavaOutput());
  }

  /** Called as each cell begins. */
  @Override
  protected void setEnv(ShellReplyEnvironment cell) {
    cell.getIopub().setXpubNoDrop(true);
    super.setEnv(cell);
  }
}
