package mirrorlab.cli;

import java.io.IOException;
import java.nio.file.Path;
import mirrorlab.data.DemonstrationSet;
import picocli.CommandLine.Option;

/** The option {@code --data}: a set of demonstrations, which has to exist. */
final class DataOption {
  @Option(
      names = "--data",
      converter = Domains.Folder.class,
      required = true,
      paramLabel = "DIR",
      description = "Demonstrations, from './mirrorlab data make'.")
  private Path path;

  DemonstrationSet open() throws IOException {
    return DemonstrationSet.open(path);
  }
}
