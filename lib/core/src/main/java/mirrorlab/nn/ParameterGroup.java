package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arrays that are trained in one way, beside others that are trained in theirs: each group has its
 * own learning rate, decay, clipping and average.
 *
 * @param name under which its arrays stand in a checkpoint; empty where there is no other
 * @param parameters the arrays
 * @param config how they are trained; all groups of a training take the same number of steps
 */
public record ParameterGroup(String name, Parameters parameters, TrainingConfig config) {

  /** Arrays of the group under the names that they have in a checkpoint. */
  public Map<String, NDArray> named(Map<String, NDArray> arrays) {
    Map<String, NDArray> named = new LinkedHashMap<>();
    arrays.forEach((array, value) -> named.put(name.isEmpty() ? array : name + "." + array, value));
    return named;
  }
}
