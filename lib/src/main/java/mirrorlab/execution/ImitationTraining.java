package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import mirrorlab.data.Episode;
import mirrorlab.data.Step;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Trainable;

/** A policy that learns from demonstrations to do what was done next (behaviour cloning). */
public final class ImitationTraining implements Trainable<Batch> {
  private final KeyframePolicy policy;
  private final List<List<Sample>> byTask;
  private final int batch;
  private final long seed;

  /**
   * Prepares the demonstrations.
   *
   * @param batch B; every task gets the same share
   * @param seed of the order and of the augmentation
   */
  public ImitationTraining(
      KeyframePolicy policy, List<Episode> demonstrations, int batch, long seed) {
    this.policy = policy;
    this.batch = batch;
    this.seed = seed;
    Map<String, List<Sample>> tasks = new TreeMap<>();
    for (Episode episode : demonstrations) {
      int[] words = policy.vocabulary().encode(episode.instruction());
      List<Sample> samples = tasks.computeIfAbsent(episode.task(), task -> new ArrayList<>());
      for (Step step : episode.steps()) {
        samples.add(Sample.of(step, words));
      }
    }
    byTask = List.copyOf(tasks.values());
    if (byTask.isEmpty()) {
      throw new IllegalArgumentException("demonstrations: there are none to learn from");
    }
  }

  @Override
  public Parameters parameters() {
    return policy.parameters();
  }

  @Override
  public Batch batch(long step) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + step);
    List<Sample> chosen = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      List<Sample> task = byTask.get((int) ((step * batch + i) % byTask.size()));
      chosen.add(task.get(random.nextInt(task.size())));
    }
    return Batch.of(chosen, policy.size(), random);
  }

  @Override
  public Map<String, NDArray> losses(Batch batch) {
    return policy.losses(batch);
  }
}
