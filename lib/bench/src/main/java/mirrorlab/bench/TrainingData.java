package mirrorlab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import mirrorlab.data.DemonstrationMaker;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.EpisodePlan;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.experiment.Profile;

/** Demonstrations of the profile {@code quick}, but few of each task. */
final class TrainingData {
  private static final int EACH = 10; // episodes a task, so that every variation has one

  private static Path from; // what was read last
  private static List<Episode> read = List.of();

  private TrainingData() {}

  /** The set, which is made once. */
  static Path set(Session session) throws IOException, InterruptedException {
    Path set = session.folder().resolve("set");
    if (!Files.exists(set.resolve("splits.json"))) {
      EpisodePlan plan =
          new EpisodePlan(
              new TreeMap<>(Profile.QUICK.variations()), new TreeMap<>(), EACH, 0, 0, 1);
      DemonstrationMaker.make(set, "bench", plan, DemonstrationMaker.Listener.QUIET);
    }
    return set;
  }

  /** Its episodes, which are read once. */
  static synchronized List<Episode> episodes(Session session)
      throws IOException, InterruptedException {
    Path set = set(session);
    if (!set.equals(from)) {
      read = DemonstrationSet.open(set).read(Split.TRAIN);
      from = set;
    }
    return read;
  }
}
