package mirrorlab.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import mirrorlab.data.DemonstrationMaker;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.experiment.Profile;

/** What several lessons begin with. */
public final class Lesson {
  private Lesson() {}

  /**
   * The demonstrations of a profile, seed 0, from {@code data} in the folder of what is made,
   * {@code build}; the first lesson that asks for them makes them, with a bar.
   *
   * @throws InterruptedException if the cell is stopped; what was made is kept
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

  private static Path build() {
    return Path.of(System.getProperty("mirrorlab.build", root().resolve("build").toString()));
  }

  /** The project's folder: the launcher names it; without it a lesson runs in {@code notebooks}. */
  private static Path root() {
    return Path.of(System.getProperty("mirrorlab.root", "..")).toAbsolutePath().normalize();
  }

  /** One bar for the episodes, and one for the files that they are put into. */
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
