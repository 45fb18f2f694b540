package mirrorlab.episode;

import java.util.List;
import java.util.Map;

/**
 * Represents episodes as vectors, at one or more layers of a network: U by their videos, E by their
 * scenes and instructions, an encoder of your own by whatever it reads.
 *
 * <pre>{@code
 * Pairs pairs = Pairs.of(u, "video.out", mine, "my.layer", episodes);
 * }</pre>
 */
public interface Encoder {
  /** The names of the layers, from the input to the output. */
  List<String> layers();

  /**
   * The representations of N episodes by layer: N rows of one width per layer, in the episodes'
   * order.
   *
   * @param layers some of {@link #layers}
   * @throws IllegalArgumentException if there is no such layer
   * @throws InterruptedException if the calling thread is interrupted
   */
  Map<String, float[][]> represent(List<Episode> episodes, List<String> layers)
      throws InterruptedException;

  /** The representations of N episodes at one layer: N rows. */
  default float[][] represent(List<Episode> episodes, String layer) throws InterruptedException {
    return represent(episodes, List.of(layer)).get(layer);
  }
}
