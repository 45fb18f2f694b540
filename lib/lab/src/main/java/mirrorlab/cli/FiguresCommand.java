package mirrorlab.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import mirrorlab.figures.FigureSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./mirrorlab figures}. */
@Command(
    name = "figures",
    description = "Draws every figure and table for which a reproduction has left records.")
final class FiguresCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      converter = Domains.Folder.class,
      required = true,
      paramLabel = "DIR",
      description = "Folder of './mirrorlab reproduce', or data/results/full.")
  private Path from;

  @Option(
      names = "-o",
      converter = Domains.NewFolder.class,
      required = true,
      paramLabel = "DIR",
      description = "Where PNG, SVG, CSV and Markdown go.")
  private Path to;

  @Override
  public Integer call() throws Exception {
    List<String> written = FigureSet.write(from, to);
    PrintWriter out = spec.commandLine().getOut();
    written.forEach(name -> out.println(to.resolve(name)));
    out.flush();
    return 0;
  }
}
