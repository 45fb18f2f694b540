package mirrorlab.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import mirrorlab.experiment.Profile;
import mirrorlab.experiment.Reproduction;
import mirrorlab.figures.FigureSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./mirrorlab reproduce}. */
@Command(
    name = "reproduce",
    description = {
      "Runs the whole experiment for each seed and draws its figures into OUT/figures. Killed at",
      "any moment, the same command goes on; what lies in the folder already is kept."
    })
final class ReproduceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

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
      converter = Domains.NewFolder.class,
      required = true,
      paramLabel = "OUT",
      description = "Folder of the records.")
  private Path out;

  @Option(
      names = "--data",
      converter = Domains.NewFolder.class,
      paramLabel = "DIR",
      description = "Demonstrations of the profile, to be made if need be (OUT/data).")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--understanding",
      converter = Domains.Folder.class,
      paramLabel = "RUN",
      description =
          "U from which each seed starts, trained already. With the profile quick it is the one of"
              + " data/checkpoints, since two minutes teach U too little; otherwise each seed trains"
              + " its own first.")
  private Optional<Path> understanding = Optional.empty();

  @Override
  public Integer call() throws Exception {
    if (new HashSet<>(seeds).size() < seeds.size()) {
      throw new ParameterException(
          spec.commandLine(), "--seeds is " + seeds + "; give each seed once");
    }
    Path set = data.orElse(out.resolve("data"));
    Profile size = Profile.named(profile);
    Path shipped =
        Path.of(System.getProperty("mirrorlab.root", "."), "data", "checkpoints", "understanding");
    Optional<Path> u =
        understanding.or(() -> Optional.of(shipped).filter(it -> size.equals(Profile.QUICK)));
    new Reproduction(size, out, set, u, System.out::println).run(seeds);
    Path figures = out.resolve("figures");
    int drawn = FigureSet.write(out, figures).size();
    System.out.println(
        String.format(Locale.ROOT, "%d figures and tables are in %s", drawn, figures));
    return 0;
  }
}
