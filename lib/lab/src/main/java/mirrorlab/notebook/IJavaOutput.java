package mirrorlab.notebook;

import io.github.spencerpark.jupyter.channels.JupyterOutputStream;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.JupyterIO;

/**
 * Makes the kernel wait for slow readers of its output, and adds {@link CellNotes}. By default it
 * lets ZeroMQ drop messages that come too fast: printed lines, pictures, and even the end of a
 * cell.
 */
final class IJavaOutput extends DisplayStream {
  private final CellNotes notes;

  private IJavaOutput(CellNotes notes) {
    this.notes = notes;
  }

  /** Installs the stream; must be called before the first cell. */
  static void install(BaseKernel kernel) {
    CellOutput.install(
        JupyterIO.class,
        kernel.getIO(),
        JupyterOutputStream.class,
        new IJavaOutput(CellNotes.of(kernel)));
  }

  /** Called as each cell begins. */
  @Override
  protected void setEnv(ShellReplyEnvironment cell) {
    cell.getIopub().setXpubNoDrop(true);
    cell.defer(() -> notes.end(cell::writeToStdErr));
    super.setEnv(cell);
  }
}
