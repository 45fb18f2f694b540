package mirrorlab.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mirrorlab.data.DemonstrationMaker;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.evaluation.Result;
import mirrorlab.experiment.Profile;

/** Data and models shared by several lessons. */
public final class Lesson {
  private Lesson() {}

  /**
   * The demonstrations of a profile, seed 0, from the folder {@code build/data}; the first lesson
   * that needs them makes them, with a progress bar.
   *
   * @throws InterruptedException if the cell is stopped; finished episodes are kept
   */
  public static DemonstrationSet demonstrations(Profile profile)
      throws IOException, InterruptedException {
    Path folder = build().resolve("data").resolve(profile.name());
    try (Bars bars = new Bars()) {
      DemonstrationMaker.make(folder, profile.name(), profile.plan(0), bars);
    }
    return DemonstrationSet.open(folder);
  }

  /** The sample that comes with the project: two episodes of each of the eighteen tasks. */
  public static DemonstrationSet sample() throws IOException {
    return DemonstrationSet.open(root().resolve("data/demos/sample"));
  }

  /** A trained model that comes with the project: {@code understanding} or {@code execution}. */
  public static Path checkpoint(String name) {
    return root().resolve("data/checkpoints").resolve(name).resolve("model");
  }

  /** A record of results that comes with the project, such as {@code full/seed-0/control.json}. */
  public static Path results(String name) {
    return root().resolve("data/results").resolve(name);
  }

  /**
   * The records of one evaluation that come with the project, in the order of their seeds.
   *
   * @param profile such as {@code quickstart}
   * @param name such as {@code recognition-test-seen}
   * @return at least one record
   * @throws IOException if there is none, or one is damaged; the message names the file
   */
  public static List<Result> records(String profile, String name) throws IOException {
    List<Path> seeds;
    try (Stream<Path> folders = Files.list(results(profile))) {
      seeds = folders.sorted().toList();
    }
    List<Result> records = new ArrayList<>();
    for (Path seed : seeds) {
      Path file = seed.resolve(name + ".json");
      if (Files.exists(file)) {
        records.add(Result.read(file));
      }
    }
    if (records.isEmpty()) {
      throw new IOException(
          results(profile) + " has no record " + name + ".json; look for its name in that folder");
    }
    return records;
  }

  private static Path build() {
    return Path.of(System.getProperty("mirrorlab.build", root().resolve("build").toString()));
  }

  /**
   * The project's folder, given by the launcher; otherwise the lesson is assumed to run in {@code
   * notebooks}.
   */
  static Path root() {
    return Path.of(System.getProperty("mirrorlab.root", "..")).toAbsolutePath().normalize();
  }

  /** One bar for the episodes, and one for the assembly of their files. */
  private static final class Bars implements DemonstrationMaker.Listener, AutoCloseable {
    private Optional<ProgressBar> bar = Optional.empty();

    @Override
    public void begin(String what, int total, int done) {
      close();
      bar = Optional.of(ProgressBar.of(what, total - done));
    }

    @Override
    public void step() {
      bar.ifPresent(ProgressBar::step);
    }

    @Override
    public void close() {
      bar.ifPresent(ProgressBar::close);
    }
  }
}
