package mirrorlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import mirrorlab.data.DemonstrationCheck;
import mirrorlab.data.DemonstrationMaker;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.EpisodePlan;
import mirrorlab.data.LeRobotSet;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.experiment.Profile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Demonstrations on disk, as LeRobot v3 sets. */
@Command(name = "data", description = "Makes, checks, describes and imports demonstrations.")
final class DataCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "make",
      description =
          "Makes a set of demonstrations on all cores; killed at any moment, the same command goes"
              + " on where it was.")
  int make(
      @Option(
              names = "--profile",
              defaultValue = "quick",
              description =
                  "How large: quickstart, sample, quick, full or watch-only (${DEFAULT-VALUE}).")
          String profile,
      @Option(
              names = "--seed",
              defaultValue = "0",
              description = "From which all scenes and splits follow (${DEFAULT-VALUE}).")
          long seed,
      @Option(
              names = "--watched",
              description =
                  "Makes, in place of the profile's own set, the one that is only watched: unseen"
                      + " instructions, for 'train --watched'.")
          boolean watched,
      @Option(
              names = "-o",
              converter = Domains.NewFolder.class,
              required = true,
              paramLabel = "DIR",
              description = "Folder to make.")
          Path set)
      throws IOException, InterruptedException {
    Profile wanted = Profile.named(profile);
    String name = watched ? wanted.name() + ", watched" : wanted.name();
    EpisodePlan plan = watched ? wanted.watchedPlan(seed) : wanted.plan(seed);
    try (Bars bars = new Bars()) {
      DemonstrationMaker.make(set, name, plan, bars);
    }
    return info(set);
  }

  @Command(
      name = "import-rlbench",
      description =
          "Brings a folder of RLBench demonstrations into a set; killed at any moment, the same"
              + " command goes on where it was.")
  int importRlbench(
      @Parameters(
              paramLabel = "SRC",
              converter = Domains.Folder.class,
              description = "RLBench's folder, or a task's in it.")
          Path source,
      @Parameters(
              paramLabel = "DIR",
              converter = Domains.NewFolder.class,
              description = "Folder to make.")
          Path set)
      throws IOException, InterruptedException {
    try (Bars bars = new Bars()) {
      DemonstrationMaker.importRlbench(source, set, bars);
    }
    return info(set);
  }

  @Command(name = "info", description = "Says what a set of ours holds, or any LeRobot set.")
  int info(@Parameters(paramLabel = "DIR") Path path) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (!Files.isDirectory(path)) {
      throw new IOException(
          path
              + (Files.exists(path) ? " is a file; name" : " does not exist; name")
              + " the folder of a set");
    }
    if (Files.exists(path.resolve("meta"))) {
      return infoOfLeRobot(path, out);
    }
    DemonstrationSet set = DemonstrationSet.open(path);
    out.printf(
        Locale.ROOT,
        "%s: profile %s, seed %d, SHA-256 %s%n",
        path,
        set.profile(),
        set.plan().seed(),
        set.checksum().substring(0, 16));
    for (Split split : Split.values()) {
      out.printf(Locale.ROOT, "  %-12s %5d episodes%n", split.label(), set.count(split));
    }
    set.plan()
        .seen()
        .forEach(
            (task, variations) ->
                out.printf(
                    Locale.ROOT,
                    "  %-28s %2d instructions seen, %2d unseen%n",
                    task,
                    variations.size(),
                    set.plan().unseen().getOrDefault(task, List.of()).size()));
    out.flush();
    return 0;
  }

  private static int infoOfLeRobot(Path path, PrintWriter out) throws IOException {
    LeRobotSet set = LeRobotSet.open(path);
    List<Episode> episodes = set.episodes(set.cameras().get(0));
    Image first = episodes.get(0).video().get(0);
    out.printf(
        Locale.ROOT,
        "%s: a LeRobot set of %d episodes, pictures %s of %d×%d pixels%n",
        path,
        episodes.size(),
        set.cameras(),
        first.width(),
        first.height());
    episodes.stream().map(Episode::task).distinct().forEach(task -> out.println("  " + task));
    out.flush();
    return 0;
  }

  @Command(
      name = "verify",
      description =
          "Checks a set: its files, their checksums, the episodes' ranges, and some of them by"
              + " replaying them; a line each for what is wrong, and exit code 1.")
  int verify(
      @Parameters(paramLabel = "DIR") Path set,
      @Option(
              names = "--replays",
              converter = Domains.Count.class,
              defaultValue = "50",
              description = "Episodes to replay (${DEFAULT-VALUE}).")
          int replays)
      throws InterruptedException {
    List<String> problems;
    try (ProgressBar bar = new ProgressBar("replays", replays)) {
      problems = DemonstrationCheck.problems(set, replays, done -> bar.step());
    }
    PrintWriter out = spec.commandLine().getOut();
    problems.forEach(out::println);
    out.println(problems.isEmpty() ? set + " is whole" : "problems: " + problems.size());
    out.flush();
    return problems.isEmpty() ? 0 : 1;
  }
}
