package mirrorlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Episode;
import mirrorlab.files.AtomicFile;
import mirrorlab.files.Folder;
import mirrorlab.files.FolderLock;
import mirrorlab.files.JsonFile;
import mirrorlab.world.Rollout;
import mirrorlab.world.World;

/**
 * Makes a set of demonstrations on disk; if killed at any moment, it resumes where it stopped.
 *
 * <pre>
 *   splits.json ─► making/NNNNNN.*, one per episode ─► keyframes/ and video/ ─► checksums.json
 * </pre>
 *
 * Every file appears whole or not at all, an episode's {@code .json} after its rows, and the
 * checksums after everything else except the statistics, which are derived from the rest. The same
 * plan gives the same bytes, however often it is interrupted. Only one process at a time may make a
 * set, from one source and with one version of the code; anything else is rejected.
 */
public final class DemonstrationMaker {
  private DemonstrationMaker() {}

  /** Receives the progress of the work. */
  public interface Listener {
    /** Shows nothing. */
    Listener QUIET =
        new Listener() {
          @Override
          public void begin(String what, int total, int done) {}

          @Override
          public void step() {}
        };

    /**
     * Called before each part of the work.
     *
     * @param what the kind of items being made: {@code episodes}, {@code files}, {@code statistics}
     * @param total the total number of items
     * @param done the number of items that exist already
     */
    void begin(String what, int total, int done);

    /** Called when one more item is ready. */
    void step();
  }

  /**
   * Makes the missing parts of a set.
   *
   * @param profile name of the profile
   * @throws IllegalArgumentException if the folder holds something else
   * @throws InterruptedException if the calling thread is interrupted; finished episodes are kept
   */
  public static void make(Path set, String profile, EpisodePlan plan, Listener listener)
      throws IOException, InterruptedException {
    List<EpisodePlan.Entry> entries = plan.entries();
    make(
        set,
        Splits.of(profile, plan),
        new Source.Episodes() {
          @Override
          public Episode make(int index) {
            return Demonstrations.make(entries.get(index));
          }

          @Override
          public Source.Origin origin(int index) throws IOException {
            return Source.Origin.now(entries.get(index).toString(), "");
          }
        },
        listener);
  }

  /**
   * Imports RLBench's demonstrations into a set; all of them go into the training split.
   *
   * @param source RLBench's folder; see {@link RlbenchFolder}
   * @throws IllegalArgumentException if the set's folder holds something else
   * @throws InterruptedException if the calling thread is interrupted; finished episodes are kept
   */
  public static void importRlbench(Path source, Path set, Listener listener)
      throws IOException, InterruptedException {
    List<Path> episodes = RlbenchFolder.episodes(source);
    make(
        set,
        Splits.toLearnFrom("rlbench", episodes.size()),
        new Source.Episodes() {
          @Override
          public Episode make(int index) throws IOException {
            return RlbenchFolder.read(episodes.get(index));
          }

          @Override
          public Source.Origin origin(int index) throws IOException {
            Path episode = episodes.get(index);
            return Source.Origin.now(
                RlbenchFolder.name(episode), RlbenchFolder.fingerprint(episode));
          }

          @Override
          public boolean isForeign() {
            return true;
          }
        },
        listener);
  }

  /**
   * Stores the rollouts of an actor other than the expert in the scenes of one split, successful or
   * not, as a set whose other splits are empty.
   *
   * @param name the actor's name, stored in place of a profile's; a folder with another name is
   *     rejected
   * @param scenes episodes of the split
   * @param act acts in a world from start to end
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
        new Source.Episodes() {
          @Override
          public Episode make(int index) {
            try (World world = Demonstrations.world(scenes.get(index))) {
              return Demonstrations.episode(world, act.apply(world));
            }
          }

          @Override
          public Source.Origin origin(int index) throws IOException {
            Episode scene = scenes.get(index);
            return Source.Origin.now(
                String.format(
                    Locale.ROOT,
                    "%s, variation %s, seed %s",
                    scene.task(),
                    scene.variation(),
                    scene.seed()),
                "");
          }
        },
        listener);
  }

  private static void make(Path set, Splits splits, Source.Episodes source, Listener listener)
      throws IOException, InterruptedException {
    if (splits.count() == 0) {
      throw new IllegalArgumentException(
          set + " would hold no episodes; give a plan, or scenes, that has some");
    }
    checkIsOurs(set, splits);
    if (Checksums.areIn(set)) {
      checkOrigin(set, splits, source);
      if (!Files.exists(set.resolve(SetParts.FOLDER)) && LeRobotStatistics.areIn(set)) {
        return;
      }
    }
    Path real = Folder.create(set);
    Path making = Folder.create(real.resolve(SetParts.FOLDER));
    FolderLock.hold(
        set, making.resolve(FolderLock.FILE), () -> makeLocked(real, splits, source, listener));
  }

  private static void makeLocked(Path set, Splits splits, Source.Episodes source, Listener listener)
      throws IOException, InterruptedException {
    checkIsOurs(set, splits);
    if (!Files.exists(set.resolve(Splits.FILE))) {
      JsonFile.write(set.resolve(Splits.FILE), splits);
    }
    if (!Checksums.areIn(set)) {
      SetParts parts = new SetParts(set, splits);
      makeEpisodes(parts, splits.count(), source, listener);
      parts.assemble(source.isForeign(), listener);
      Checksums.of(set).write(set);
    }
    LeRobotStatistics.write(set, listener);
    Folder.delete(set.resolve(SetParts.FOLDER));
  }

  /** Checks that the folder, if there is one, is empty or holds this set, finished or not. */
  private static void checkIsOurs(Path set, Splits splits) throws IOException {
    Path file = set.resolve(Splits.FILE);
    if (Files.exists(file)) {
      Splits there = JsonFile.read(file, Splits.class);
      if (!there.equals(splits)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s holds another set (profile %s, seed %d, %d episodes); choose another folder, or delete it",
                set,
                there.profile(),
                there.plan().seed(),
                there.count()));
      }
    } else if (Files.isDirectory(set)) {
      // Files left by a run killed before or during the first write.
      List<Path> begun =
          List.of(
              AtomicFile.beside(file),
              set.resolve(SetParts.FOLDER),
              set.resolve(SetParts.FOLDER).resolve(FolderLock.FILE));
      try (Stream<Path> inside = Files.walk(set, 2)) {
        if (inside.anyMatch(path -> !path.equals(set) && !begun.contains(path))) {
          throw new IllegalArgumentException(
              set + " is not empty and holds no set of demonstrations; choose another folder");
        }
      }
    }
  }

  /** Checks that a finished set was imported from the same files. */
  private static void checkOrigin(Path set, Splits splits, Source.Episodes source)
      throws IOException {
    if (!source.isForeign()) {
      return;
    }
    Path file = set.resolve(Source.FILE);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          set
              + " was imported by an older version, which kept no record of its source; choose"
              + " another folder, or delete it");
    }
    Map<String, String> there = JsonFile.read(file, Source.class).sha256();
    for (int i = 0; i < splits.count(); i++) {
      Source.Origin origin = source.origin(i);
      if (!origin.sha256().equals(there.get(origin.name()))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s holds episodes of another source: %s is not the one that was imported; choose another folder, or delete it",
                set,
                origin.name()));
      }
    }
  }

  private static void makeEpisodes(
      SetParts parts, int count, Source.Episodes source, Listener listener)
      throws IOException, InterruptedException {
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (!parts.has(i, source)) {
        missing.add(i);
      }
    }
    listener.begin("episodes", count, count - missing.size());
    AllCores.map(
        missing,
        i -> {
          parts.write(i, source.make(i), source.origin(i));
          return i;
        },
        done -> listener.step());
  }
}
