package mirrorlab.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import mirrorlab.experiment.Profile;
import mirrorlab.experiment.Reproduction;
import mirrorlab.figures.FigureSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./mirrorlab reproduce}. */
@Command(
    name = "reproduce",
    description = {
      "Runs the whole experiment for each seed and draws its figures into OUT/figures. Killed at",
      "any moment, the same command goes on; what lies in the folder already is kept."
    })
final class ReproduceCommand implements Callable<Integer> {
  @Option(
      names = "--profile",
      defaultValue = "quickstart",
      description = "How large (${DEFAULT-VALUE}).")
  private String profile;

  @Option(
      names = "--seeds",
      split = ",",
      defaultValue = "0,1,2",
      description = "Such as 0,1,2 (default).")
  private List<Long> seeds;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OUT",
      description = "Folder of the records.")
  private Path out;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Demonstrations of the profile, to be made if need be (OUT/data).")
  private Optional<Path> data = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Path set = data.orElse(out.resolve("data"));
    new Reproduction(Profile.named(profile), out, set, System.out::println).run(seeds);
    Path figures = out.resolve("figures");
    int drawn = FigureSet.write(out, figures).size();
    System.out.println(
        String.format(Locale.ROOT, "%d figures and tables are in %s", drawn, figures));
    return 0;
  }
}
