package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrossLayerTest {
  private final Parameters parameters = new Parameters(0);
  private final CrossLayer layer = new CrossLayer(parameters, 8, 2);

  @AfterEach
  void free() {
    parameters.close();
  }

  private NDArray view() {
    return parameters.manager().arange(0f, 2 * 5 * 8, 1).reshape(2, 5, 8).sin();
  }

  private NDArray query() {
    return parameters.manager().arange(0f, 16, 1).reshape(2, 1, 8).cos();
  }

  @Test
  void theOrderOfAViewsTokensDoesNotCountButTheirContentDoes() {
    Autograd.infer(
        () -> {
          NDArray found = layer.forward(query(), view());
          assertEquals(new Shape(2, 1, 8), found.getShape());
          NDArray turned = layer.forward(query(), view().flip(1));
          assertArrayEquals(found.toFloatArray(), turned.toFloatArray(), 1e-5f);
          NDArray second = view();
          second.set(new NDIndex("1, 3"), 2f);
          NDArray change =
              layer.forward(query(), second).sub(found).abs().reshape(2, 8).max(new int[] {1});
          assertEquals(0, change.getFloat(0), 1e-6, "another view's query");
          assertTrue(change.getFloat(1) > 1e-3, "its own query");
        });
  }

  @Test
  void aLayerOfThePublishedSizesStartsAsTheIdentity() {
    CrossLayer fresh = new CrossLayer(parameters.at("fresh"), 8, 2, true);
    Autograd.infer(
        () ->
            assertArrayEquals(
                query().toFloatArray(), fresh.forward(query(), view()).toFloatArray()));
  }

  @Test
  void closedGatesLeaveTheQueryAsItIs() {
    Autograd.infer(
        () -> {
          parameters.all().get("steer.weight").muli(0);
          assertArrayEquals(
              query().toFloatArray(), layer.forward(query(), view()).toFloatArray(), 1e-6f);
        });
  }
}
