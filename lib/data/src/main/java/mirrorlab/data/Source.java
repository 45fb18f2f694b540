package mirrorlab.data;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import mirrorlab.episode.Episode;

/**
 * {@code source.json}: the origin of an imported set's episodes.
 *
 * @param sha256 checksum of each episode's files, by its folder, in the set's order
 */
record Source(Map<String, String> sha256) {
  static final String FILE = "source.json";

  /** Checks that nothing is missing. */
  Source {
    if (sha256 == null) {
      throw new IllegalArgumentException("sha256 is missing");
    }
  }

  /** Makes episodes, and knows the origin of each. */
  interface Episodes {
    /** Makes the episode with an index. */
    Episode make(int index) throws Exception;

    /** The origin of an episode; episodes of different origins may differ. */
    Origin origin(int index) throws IOException;

    /** Whether the set must record its source; otherwise its plan determines it. */
    default boolean isForeign() {
      return false;
    }
  }

  /**
   * The origin of an episode.
   *
   * @param name name of its folder or scene
   * @param sha256 checksum of its files; empty if the scene determines everything
   * @param code version of the code that reads or makes it
   */
  record Origin(String name, String sha256, String code) {
    /** The origin with the current version of the code. */
    static Origin now(String name, String sha256) throws IOException {
      return new Origin(name, sha256, CodeVersion.now());
    }
  }

  static Source of(Iterable<Origin> origins) {
    Map<String, String> all = new LinkedHashMap<>();
    origins.forEach(origin -> all.put(origin.name, origin.sha256));
    return new Source(all);
  }
}
