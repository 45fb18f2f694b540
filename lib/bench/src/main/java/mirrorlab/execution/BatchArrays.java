package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mirrorlab.episode.Episode;
import mirrorlab.nn.Tensors;

/** E's batches as named arrays of floats, for others to read. */
public final class BatchArrays {
  private BatchArrays() {}

  /** A training with another number of keyframes a step than its own. */
  public static ImitationTraining training(
      KeyframePolicy policy, List<Episode> episodes, int batch) {
    return new ImitationTraining(policy, episodes, batch, 1);
  }

  /** All that a batch holds. */
  public static Map<String, NDArray> of(NDManager manager, Batch batch, PolicySize size) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    int b = batch.size();
    stage(arrays, manager, "coarse", batch.coarse(), b, size);
    stage(arrays, manager, "fine", batch.fine(), b, size);
    arrays.put("words", Tensors.of(manager, floats(batch.words()), b, batch.words().length / b));
    arrays.put(
        "rings", Tensors.of(manager, batch.rings(), b, VirtualViews.RING_CHANNELS, Rotation.BINS));
    arrays.put("points", Tensors.of(manager, batch.points(), b, 3, 2));
    arrays.put("given", Tensors.of(manager, floats(batch.given()), b, batch.given().length / b));
    for (int k = 0; k < batch.actions().length; k++) {
      float[] action = batch.actions()[k];
      arrays.put("action" + k, Tensors.of(manager, action, b, action.length / b));
    }
    return arrays;
  }

  private static void stage(
      Map<String, NDArray> arrays,
      NDManager manager,
      String name,
      Batch.Stage stage,
      int b,
      PolicySize size) {
    int side = size.pixels();
    arrays.put(
        name + ".views",
        Tensors.of(manager, stage.views(), b, 3, VirtualViews.CHANNELS, side, side));
    arrays.put(name + ".robot", Tensors.of(manager, stage.robot(), b, SceneEncoder.STATE));
    arrays.put(name + ".heatmaps", Tensors.of(manager, stage.heatmaps(), 3L * b, side * side));
  }

  private static float[] floats(int[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      floats[i] = numbers[i];
    }
    return floats;
  }
}
