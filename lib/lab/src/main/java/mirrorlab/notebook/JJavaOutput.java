package mirrorlab.notebook;

import org.dflib.jjava.jupyter.channels.JupyterOutputStream;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.JupyterIO;

/**
 * Makes the kernel wait for slow readers of its output, and adds {@link CellNotes}. By default it
 * lets ZeroMQ drop messages that come too fast: printed lines, pictures, and even the end of a
 * cell.
 */
final class JJavaOutput extends DisplayStream {
  private final CellNotes notes;

  private JJavaOutput(CellNotes notes) {
    this.notes = notes;
  }

  /** Installs the stream; must be called before the first cell. */
  static void install(BaseKernel kernel) {
    CellOutput.install(
        JupyterIO.class,
        kernel.getIO(),
        JupyterOutputStream.class,
        new JJavaOutput(CellNotes.of(kernel)));
  }

  /** Called as each cell begins. */
  @Override
  protected void setEnv(ShellReplyEnvironment cell) {
    cell.getIopub().setXpubNoDrop(true);
    cell.defer(() -> notes.end(cell::writeToStdErr));
    super.setEnv(cell);
  }
}
