package mirrorlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import mirrorlab.files.Sha256;

/** Small sets of demonstrations for tests. */
final class Sets {
  static final String PROFILE = "test";

  private Sets() {}

  /** 3 + 1 + 1 episodes of each of two tasks. */
  static EpisodePlan plan(long seed) {
    SortedMap<String, List<Integer>> seen = new TreeMap<>();
    seen.put("open_drawer", List.of(0, 1));
    seen.put("push_buttons", List.of(0, 18));
    return new EpisodePlan(seen, new TreeMap<>(), 3, 1, 1, seed);
  }

  static void make(Path set) throws IOException, InterruptedException {
    DemonstrationMaker.make(set, PROFILE, plan(7), DemonstrationMaker.Listener.QUIET);
  }

  /** All files of a folder with their checksums, in order. */
  static List<String> digests(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile)
          .sorted()
          .map(file -> folder.relativize(file) + " " + sha256(file))
          .toList();
    }
  }

  private static String sha256(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
