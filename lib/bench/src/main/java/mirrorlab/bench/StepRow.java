package mirrorlab.bench;

import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One step of the physics, called one by one, and measured by JMH on our side. */
final class StepRow implements Row {
  @Override
  public String id() {
    return "physics-step";
  }

  @Override
  public String compared() {
    return "stack_blocks, one step of 2 ms a call, from the same beginning every 500; 1 thread;"
        + " ours by JMH, in the same process";
  }

  @Override
  public String unit() {
    return "step";
  }

  @Override
  public double goal() {
    return 1;
  }

  @Override
  public Side ours(Session session) throws Exception {
    EpisodeRow.Ours episode = new EpisodeRow.Ours(Scenes.recorded(session));
    return new Side() {
      @Override
      public Timing run(long n) throws Exception {
        StepBenchmark.episode = episode;
        return byJmh(n);
      }

      @Override
      public double[] answer() {
        return episode.answer();
      }

      @Override
      public void close() {
        episode.close();
      }
    };
  }

  @Override
  public List<Peer> peers(Session session) throws Exception {
    Map<String, ?> settings = Map.of("folder", Scenes.folder(session).toString());
    return List.of(session.peer("physics", "step", "mujoco for Python", settings));
  }

  private static final double ROUGHLY = 30_000; // nanoseconds a step

  /** One iteration of JMH, as long as n steps take; the time of n steps. */
  private static Timing byJmh(long n) throws Exception {
    long nanos = Math.max(100_000_000L, Math.round(n * ROUGHLY));
    Options options =
        new OptionsBuilder()
            .include(StepBenchmark.class.getName())
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.nanoseconds(nanos))
            .verbosity(VerboseMode.SILENT)
            .build();
    double wall = new Runner(options).runSingle().getPrimaryResult().getScore();
    return new Timing(n * wall, n * StepBenchmark.cpu);
  }
}
