package mirrorlab.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import mirrorlab.atlas.Atlas;
import mirrorlab.atlas.AtlasMaker;
import mirrorlab.atlas.AtlasPage;
import mirrorlab.files.AtomicFile;
import mirrorlab.files.Folder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./mirrorlab atlas}. */
@Command(
    name = "atlas",
    description = {
      "Makes one HTML file that opens offline: every episode as a point of the space that U and E",
      "share, with its film, what E did, and its nearest neighbours on the other side."
    })
final class AtlasCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      converter = Domains.Folder.class,
      required = true,
      paramLabel = "DIR",
      description =
          "Folder of './mirrorlab reproduce', or one with the runs 'baseline' and 'aligned', such as"
              + " data/checkpoints.")
  private Path from;

  @Option(
      names = "--data",
      converter = Domains.Folder.class,
      paramLabel = "DIR",
      description =
          "Demonstrations, from './mirrorlab data make'. Default: the folder 'data' in --from.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "-o",
      converter = Domains.NewFile.class,
      required = true,
      paramLabel = "FILE",
      description = "The HTML file to write.")
  private Path to;

  @Override
  public Integer call() throws Exception {
    PrintWriter print = spec.commandLine().getOut();
    Folder.create(to.toAbsolutePath().getParent()); // to fail before the work, not after it
    Atlas atlas =
        AtlasMaker.make(
            from,
            data,
            what -> {
              print.println(what);
              print.flush();
            });
    AtomicFile.write(to, AtlasPage.of(atlas));
    print.printf(
        Locale.ROOT,
        "%s: %d episodes, %.1f MB%n",
        to,
        atlas.episodes().size(),
        Files.size(to) / 1e6);
    print.flush();
    return 0;
  }
}
