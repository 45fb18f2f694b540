package mirrorlab.alignment;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Seeds;
import mirrorlab.nn.Tensors;

/**
 * What turns two representations into L_align: the maps T_u and T_e, a memory of either side, and
 * who counts as whose partner.
 */
final class Alignment implements AutoCloseable {
  private final AlignmentSettings settings;
  private final Parameters parameters;
  private final AlignmentMaps maps;
  private final AlignmentMemory watched;
  private final AlignmentMemory acted;
  private final Labels labels;
  private final Labels shown;
  private final long seed;
  private final int understandingWidth;

  /**
   * Fresh maps and empty memories.
   *
   * @param labels of all episodes; items of a batch are numbered in them
   * @param dealt whose videos the control {@link Partner#DERANGED} deals wrongly
   * @param seed of the maps, the codes and the wrong dealing, each a stream of its own
   */
  Alignment(
      AlignmentSettings settings,
      int understandingWidth,
      int executionWidth,
      Labels labels,
      int[] dealt,
      long seed) {
    this.settings = settings;
    this.understandingWidth = understandingWidth;
    this.labels = labels;
    this.seed = seed;
    parameters = new Parameters(Seeds.of(seed, "maps"));
    maps = new AlignmentMaps(parameters, understandingWidth, executionWidth, settings.width());
    watched = new AlignmentMemory(parameters.manager(), settings.memory(), understandingWidth);
    acted = new AlignmentMemory(parameters.manager(), settings.memory(), executionWidth);
    shown = settings.partner() == Partner.DERANGED ? deranged(labels, dealt, seed) : labels;
  }

  /** The weights of the maps. */
  Parameters parameters() {
    return parameters;
  }

  /** Both memories by name, for a checkpoint. */
  Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    watched.state().forEach((name, array) -> state.put("memory.understanding." + name, array));
    acted.state().forEach((name, array) -> state.put("memory.execution." + name, array));
    return state;
  }

  /**
   * L_align of a batch.
   *
   * @param u (B, D) what E is aligned with
   * @param e (B, 3D) what E holds
   * @param items of the B pairs, numbers of episodes
   */
  AlignmentLoss loss(NDArray u, NDArray e, int[] items) {
    return AlignmentLoss.of(
        settings.pairing(),
        new AlignmentLoss.Side(
            maps.understanding(watched.behind(u)), watched.behind(shown.at(items)), items.length),
        new AlignmentLoss.Side(
            maps.execution(acted.behind(e)), acted.behind(labels.at(items)), items.length),
        settings.temperature());
  }

  /** Puts a batch into the memories, for the steps to come. */
  void remember(NDArray u, NDArray e, int[] items) {
    watched.add(u, shown.at(items));
    acted.add(e, labels.at(items));
  }

  /** The fixed random vector of unit length of each item's instruction, (B, D). */
  NDArray codes(int[] items) {
    int width = understandingWidth;
    float[] rows = new float[items.length * width];
    for (int i = 0; i < items.length; i++) {
      SplittableRandom random = Seeds.at(seed, "codes", labels.instructions()[items[i]]);
      double[] code = IntStream.range(0, width).mapToDouble(k -> random.nextGaussian()).toArray();
      double length = Math.sqrt(Arrays.stream(code).map(x -> x * x).sum());
      for (int k = 0; k < width; k++) {
        rows[i * width + k] = (float) (code[k] / length);
      }
    }
    return Tensors.of(parameters.manager(), rows, items.length, width);
  }

  /**
   * The labels under which videos are shown when they are dealt wrongly: of the instructions of
   * each task to which the items belong, each has the next one's in a random circle; a task's only
   * instruction keeps its own.
   */
  static Labels deranged(Labels labels, int[] items, long seed) {
    SortedMap<Integer, SortedSet<Integer>> tasks = new TreeMap<>();
    for (int item : items) {
      tasks
          .computeIfAbsent(labels.tasks()[item], task -> new TreeSet<>())
          .add(labels.instructions()[item]);
    }
    int[] instructions = labels.instructions().clone();
    Map<Integer, Integer> dealt = new LinkedHashMap<>();
    tasks.forEach(
        (task, own) -> {
          List<Integer> circle = new ArrayList<>(own);
          Collections.shuffle(circle, new Random(Seeds.of(seed, "dealing " + task)));
          for (int i = 0; i < circle.size(); i++) {
            dealt.put(circle.get(i), circle.get((i + 1) % circle.size()));
          }
        });
    for (int item : items) {
      instructions[item] = dealt.get(instructions[item]);
    }
    return new Labels(labels.episodes(), instructions, labels.tasks());
  }

  /** Frees the maps and the memories. */
  @Override
  public void close() {
    watched.close();
    acted.close();
    parameters.close();
  }
}
