package mirrorlab.notebook;

import io.github.spencerpark.jupyter.channels.JupyterOutputStream;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.JupyterIO;

/**
 * Makes the kernel wait for slow readers of its output. By default it lets ZeroMQ drop messages
 * that come too fast: printed lines, pictures, and even the end of a cell.
 */
final class IJavaOutput extends DisplayStream {
  private IJavaOutput() {}

  /** Installs the stream; must be called before the first cell. */
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
