package mirrorlab.data;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import mirrorlab.episode.Episode;

/**
 * {@code source.json}: what the episodes of an imported set are from.
 *
 * @param sha256 of each episode's files, by its folder, in the set's order
 */
record Source(Map<String, String> sha256) {
  static final String FILE = "source.json";

  /** Checks that nothing is missing. */
  Source {
    if (sha256 == null) {
      throw new IllegalArgumentException("sha256 is missing");
    }
  }

  /** Makes episodes, and knows what each is made from. */
  interface Episodes {
    /** The episode of an index. */
    Episode make(int index) throws Exception;

    /** What the episode is made from: two that differ in it may be different. */
    Origin origin(int index) throws IOException;

    /** Whether the set is to tell afterwards what it is from; else its plan tells. */
    default boolean isForeign() {
      return false;
    }
  }

  /**
   * What an episode is made from.
   *
   * @param name of its folder, or of its scene
   * @param sha256 of its files; empty where the scene tells all
   * @param code the version of ours that reads or makes it
   */
  record Origin(String name, String sha256, String code) {
    /** Read or made by this version. */
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
