package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import mirrorlab.files.Folder;
import mirrorlab.files.JsonFile;

/** The metrics and the newest checkpoint of a training, in its {@link RunDirectory}. */
final class Checkpoints implements CheckpointStore {
  private final RunDirectory run;
  private final Path path;
  private final Duration between;
  private long lastNanos = System.nanoTime();
  private Metrics metrics;

  Checkpoints(RunDirectory run, Duration between) {
    this.run = run;
    path = run.path();
    this.between = between;
  }

  @Override
  public State restore(Map<String, NDArray> weights, Map<String, NDArray> rest) throws IOException {
    Path now = path.resolve("checkpoint");
    Path last = path.resolve("checkpoint.last");
    if (!Files.exists(now) && Files.exists(last)) {
      Files.move(last, now); // killed between the two renames of save
    }
    State state = State.BEGINNING;
    if (Files.exists(now)) {
      Weights.load(now.resolve("weights.safetensors"), weights);
      Weights.load(now.resolve("optimizer.safetensors"), rest);
      state = JsonFile.read(now.resolve("state.json"), State.class);
    }
    metrics = new Metrics(path.resolve("metrics.csv"), state.step());
    return state;
  }

  @Override
  public void add(Progress progress) throws IOException {
    metrics.add(progress);
  }

  @Override
  public boolean due(long step) {
    return run.keeps(step) || System.nanoTime() - lastNanos >= between.toNanos();
  }

  /** Replaces the last checkpoint by a new one; if killed at any point, one of the two is left. */
  @Override
  public void save(Map<String, NDArray> weights, Map<String, NDArray> rest, State state)
      throws IOException {
    if (run.keeps(state.step())) {
      Weights.save(run.weightsAt(state.step()), weights);
    }
    Path next = path.resolve("checkpoint.next");
    Path last = path.resolve("checkpoint.last");
    Path now = path.resolve("checkpoint");
    Folder.delete(next);
    Files.createDirectories(next);
    Weights.save(next.resolve("weights.safetensors"), weights);
    Weights.save(next.resolve("optimizer.safetensors"), rest);
    JsonFile.write(next.resolve("state.json"), state);
    metrics.flush();
    if (Files.exists(now)) {
      Folder.delete(last);
      Files.move(now, last);
    }
    Files.move(next, now);
    Folder.delete(last);
    lastNanos = System.nanoTime();
  }

  @Override
  public void close() throws IOException {
    metrics.close();
  }
}
