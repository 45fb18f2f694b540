package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv1d;
import mirrorlab.nn.Parameters;

/**
 * Predicts a logit for each yaw from polar samples of the top view around the point.
 *
 * <pre>  rings (B, 4R, 72) ─9, film, relu─► (B, 32, 72) ─9, film, relu─► (B, 32, 72) ─72─► (B, 72)
 * </pre>
 *
 * <p>The convolutions are circular, so a scene turned by 5° gives the same logits one bin further:
 * features learnt for one direction hold for all. A transformer has to learn each of the 72, which
 * took a small one far longer than everything else. The choice among an object's equivalent sides
 * depends on the absolute direction; the logits of the action's own token add it.
 */
final class YawHead {
  private static final int CHANNELS = 32;
  private static final int REACH = 9;

  private final Round first;
  private final Film firstFilm;
  private final Round second;
  private final Film secondFilm;
  private final Round last;

  /** A head with a condition of width D. */
  YawHead(Parameters parameters, long condition) {
    first = new Round(parameters.at("first"), VirtualViews.RING_CHANNELS, CHANNELS, REACH);
    firstFilm = new Film(parameters.at("first_film"), CHANNELS, condition);
    second = new Round(parameters.at("second"), CHANNELS, CHANNELS, REACH);
    secondFilm = new Film(parameters.at("second_film"), CHANNELS, condition);
    last = new Round(parameters.at("last"), CHANNELS, 1, Rotation.BINS);
  }

  /**
   * A logit for each yaw.
   *
   * @param rings (B, 4R, 72), {@link VirtualViews#rings}
   * @param condition instruction and robot state, (B, D)
   * @return (B, 72)
   */
  NDArray forward(NDArray rings, NDArray condition) {
    NDArray x = Activation.relu(film(firstFilm, first.forward(rings), condition));
    x = Activation.relu(film(secondFilm, second.forward(x), condition));
    return last.forward(x).squeeze(1);
  }

  private static NDArray film(Film film, NDArray x, NDArray condition) {
    return film.forward(x.expandDims(2), condition).squeeze(2);
  }

  /** A circular convolution: (B, in, 72) → (B, out, 72). */
  private static final class Round {
    private final NDArray weight;
    private final NDArray bias;
    private final int reach;

    Round(Parameters parameters, long in, long out, int reach) {
      this.reach = reach;
      weight = parameters.normal("weight", Math.sqrt(2.0 / (in * reach)), out, in, reach);
      bias = parameters.constant("bias", 0, out);
    }

    NDArray forward(NDArray x) {
      int before = reach / 2;
      int after = reach - 1 - before;
      NDArray closed =
          NDArrays.concat(
              new NDList(x.get(":,:,{}:", Rotation.BINS - before), x, x.get(":,:,:{}", after)), 2);
      return Conv1d.conv1d(closed, weight, bias, new Shape(1)).head();
    }
  }
}
