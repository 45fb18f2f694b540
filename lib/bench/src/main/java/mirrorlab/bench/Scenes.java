package mirrorlab.bench;

import java.io.IOException;
import java.nio.file.Path;
import mirrorlab.world.RecordedEpisode;

/** The episode that the physics and renderer rows share, for both sides. */
final class Scenes {
  static final String TASK = "stack_blocks";
  private static final int VARIATION = 1;
  private static final long SEED = 1;

  private Scenes() {}

  /** The recorded episode; its files lie in {@link #folder}. */
  static RecordedEpisode recorded(Session session) throws IOException {
    RecordedEpisode episode = RecordedEpisode.of(TASK, VARIATION, SEED);
    episode.write(folder(session));
    return episode;
  }

  /** The folder with the scene and its controls. */
  static Path folder(Session session) {
    return session.folder().resolve("scene");
  }
}
