package mirrorlab.bench;

import java.util.concurrent.TimeUnit;
import mirrorlab.world.RecordedEpisode;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One step of the physics, from the same beginning every 500. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class StepBenchmark {
  private static final int EVERY = 500;

  private EpisodeRow.Ours episode;
  private int step;

  /** Loads the scene. */
  @Setup
  public void load() {
    episode = new EpisodeRow.Ours(RecordedEpisode.of(Scenes.TASK, 1, 1));
  }

  /** The step. */
  @Benchmark
  public void step() {
    if (step++ % EVERY == 0) {
      episode.restart();
    }
    episode.state().step();
  }

  /** Frees the scene. */
  @TearDown
  public void close() {
    episode.close();
  }
}
