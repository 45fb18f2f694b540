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
 * Computes L_align from two representations: the maps T_u and T_e, a memory for each encoder, and
 * the labels that say which items are partners.
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
   * Newly initialised maps and empty memories.
   *
   * @param labels of all episodes; a batch's items are indices into them
   * @param dealt items whose videos the control {@link Partner#DERANGED} mislabels
   * @param seed of the maps, the codes and the wrong labels, each with its own random stream
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
   * @param u (B, D) representations of the {@link Partner}
   * @param e (B, 3D) E's representations
   * @param items episode numbers of the B pairs
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

  /** Adds a batch to the memories, for later steps. */
  void remember(NDArray u, NDArray e, int[] items) {
    watched.add(u, shown.at(items));
    acted.add(e, labels.at(items));
  }

  /** A fixed random unit vector per instruction, one row per item: (B, D). */
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
   * The wrong labels of {@link Partner#DERANGED}: each task's instructions among the items form a
   * random cycle, and a video is labelled with the instruction after its own. A task's only
   * instruction keeps its label.
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
