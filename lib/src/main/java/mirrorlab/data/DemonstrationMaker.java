package mirrorlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.files.Folder;
import mirrorlab.files.JsonFile;
import mirrorlab.files.WholeFile;
import mirrorlab.world.AllCores;
import mirrorlab.world.Rollout;
import mirrorlab.world.World;

/**
 * Makes a set of demonstrations on disk; killed at any moment, it goes on where it was.
 *
 * <pre>
 *   splits.json ─► making/NNNNNN.*, an episode each ─► keyframes/ and video/ ─► checksums.json
 * </pre>
 *
 * Every file appears whole or not at all, an episode's {@code .json} after its rows, and the
 * checksums after all else. The same plan gives the same bytes, however often it was interrupted.
 */
public final class DemonstrationMaker {
  private DemonstrationMaker() {}

  /** Whether an episode or a file is ready, and of how many. */
  public interface Listener {
    /**
     * Told before each of the two parts of the work.
     *
     * @param what is being made, such as {@code episodes}
     * @param total how many there will be
     * @param done how many there are already
     */
    void begin(String what, int total, int done);

    /** Told when one more is ready. */
    void step();
  }

  /**
   * Makes what is missing of a set.
   *
   * @param profile its name
   * @throws IllegalArgumentException if the folder holds something else
   * @throws InterruptedException if the calling thread is interrupted; finished episodes are kept
   */
  public static void make(Path set, String profile, EpisodePlan plan, Listener listener)
      throws IOException, InterruptedException {
    List<EpisodePlan.Entry> entries = plan.entries();
    make(set, Splits.of(profile, plan), i -> Demonstrations.make(entries.get(i)), listener);
  }

  /**
   * Brings RLBench's demonstrations into a set of ours; all of them are to learn from.
   *
   * @param source RLBench's folder; see {@link RlbenchFolder}
   * @throws IllegalArgumentException if the folder of the set holds something else
   * @throws InterruptedException if the calling thread is interrupted; finished episodes are kept
   */
  public static void importRlbench(Path source, Path set, Listener listener)
      throws IOException, InterruptedException {
    List<Path> episodes = RlbenchFolder.episodes(source);
    Splits splits = Splits.toLearnFrom("rlbench", episodes.size());
    make(set, splits, i -> RlbenchFolder.read(episodes.get(i)), listener);
  }

  /**
   * Keeps what somebody else than the expert does in the scenes of a split, successful or not, as a
   * set in which the others are empty.
   *
   * @param name what is done, in place of the profile's name: a set of another one is not gone on
   *     with
   * @param scenes episodes of the split
   * @param act does it in a world, from its beginning to the end
   * @throws IllegalArgumentException if the folder holds something else
   * @throws InterruptedException if the calling thread is interrupted; finished episodes are kept
   */
  public static void keep(
      Path set,
      String name,
      EpisodePlan plan,
      Split split,
      List<Episode> scenes,
      Function<World, Rollout> act,
      Listener listener)
      throws IOException, InterruptedException {
    make(
        set,
        Splits.only(split, name, plan, scenes.size()),
        i -> {
          Episode scene = scenes.get(i);
          return Demonstrations.perform(scene.task(), scene.variation(), scene.seed(), act);
        },
        listener);
  }

  private static void make(
      Path set, Splits splits, AllCores.Work<Integer, Episode> source, Listener listener)
      throws IOException, InterruptedException {
    begin(set, splits);
    if (!Files.exists(set.resolve(Checksums.FILE))) {
      SetParts parts = new SetParts(set, splits);
      makeEpisodes(parts, splits.count(), source, listener);
      parts.assemble(listener);
      Checksums.of(set).write(set);
    }
    Folder.delete(set.resolve(SetParts.FOLDER));
  }

  private static void begin(Path set, Splits splits) throws IOException {
    Path file = set.resolve(Splits.FILE);
    if (Files.exists(file)) {
      Splits there = JsonFile.read(file, Splits.class);
      if (!there.equals(splits)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s holds another set (profile %s, seed %d); choose another folder, or delete it",
                set,
                there.profile(),
                there.plan().seed()));
      }
      return;
    }
    if (Files.exists(set)) {
      try (Stream<Path> inside = Files.list(set)) {
        // Killed as it wrote the first file, it left this.
        Path begun = WholeFile.beside(file);
        if (inside.anyMatch(path -> !path.equals(begun))) {
          throw new IllegalArgumentException(
              set + " is not empty and holds no set of demonstrations; choose another folder");
        }
      }
    }
    Files.createDirectories(set);
    JsonFile.write(file, splits);
  }

  private static void makeEpisodes(
      SetParts parts, int count, AllCores.Work<Integer, Episode> source, Listener listener)
      throws InterruptedException {
    List<Integer> missing = IntStream.range(0, count).filter(i -> !parts.has(i)).boxed().toList();
    listener.begin("episodes", count, count - missing.size());
    AllCores.map(
        missing,
        i -> {
          parts.write(i, source.of(i));
          return i;
        },
        done -> listener.step());
  }
}
