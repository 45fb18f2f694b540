package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arrays with a common training configuration: each group has its own learning rate, weight decay,
 * clipping and average.
 *
 * @param name prefix of its arrays' names in a checkpoint; empty if it is the only group
 * @param parameters the arrays
 * @param config training configuration; all groups of a training take the same number of steps
 */
public record ParameterGroup(String name, Parameters parameters, TrainingConfig config) {

  /** Arrays of the group under their names in a checkpoint. */
  public Map<String, NDArray> named(Map<String, NDArray> arrays) {
    Map<String, NDArray> named = new LinkedHashMap<>();
    arrays.forEach((array, value) -> named.put(name.isEmpty() ? array : name + "." + array, value));
    return named;
  }
}
