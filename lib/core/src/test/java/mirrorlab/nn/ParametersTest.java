package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParametersTest {

  @Test
  void namesAreJoinedByDots() {
    try (Parameters parameters = new Parameters(0)) {
      new TransformerLayer(parameters.at("resblocks").at("0"), 4, 2, 8, Activation.GELU);
      assertEquals(
          List.of(
              "resblocks.0.ln_1.weight",
              "resblocks.0.ln_1.bias",
              "resblocks.0.attn.in_proj_weight",
              "resblocks.0.attn.in_proj_bias",
              "resblocks.0.attn.out_proj.weight",
              "resblocks.0.attn.out_proj.bias",
              "resblocks.0.ln_2.weight",
              "resblocks.0.ln_2.bias",
              "resblocks.0.mlp.c_fc.weight",
              "resblocks.0.mlp.c_fc.bias",
              "resblocks.0.mlp.c_proj.weight",
              "resblocks.0.mlp.c_proj.bias"),
          List.copyOf(parameters.trainable().keySet()));
    }
  }

  @Test
  void firstValuesDependOnSeedAndNameAlone() {
    try (Parameters one = new Parameters(5);
        Parameters two = new Parameters(5);
        Parameters other = new Parameters(6)) {
      float[] a = one.at("x").normal("a", 1, 50).toFloatArray();
      two.at("x").normal("b", 1, 50);
      assertArrayEquals(a, two.at("x").normal("a", 1, 50).toFloatArray());
      assertFalse(Arrays.equals(a, two.all().get("x.b").toFloatArray()));
      assertFalse(Arrays.equals(a, other.at("x").normal("a", 1, 50).toFloatArray()));
    }
  }

  @Test
  void normalValuesHaveTheDeviationAskedFor() {
    try (Parameters parameters = new Parameters(5)) {
      NDArray array = parameters.normal("a", 0.3, 100, 100);
      assertEquals(0, array.mean().getFloat(), 0.01);
      assertEquals(0.09, array.square().mean().getFloat(), 0.005);
    }
  }

  @Test
  void buffersAreKeptButNotLearnt() {
    try (Parameters parameters = new Parameters(5)) {
      parameters.constant("weight", 1, 3);
      parameters.buffer("mean", 0, 2);
      assertEquals(3, parameters.count());
      assertEquals(List.of("weight"), List.copyOf(parameters.trainable().keySet()));
      assertEquals(List.of("weight", "mean"), List.copyOf(parameters.all().keySet()));
    }
  }

  @Test
  void aNameIsGivenOnce() {
    try (Parameters parameters = new Parameters(5)) {
      parameters.constant("weight", 1, 3);
      assertThrows(IllegalArgumentException.class, () -> parameters.buffer("weight", 1, 3));
    }
  }

  @Test
  void blankArraysHaveNamesAndShapesAndTakeTheNumbersOfAFile(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("weights.safetensors");
    try (Parameters drawn = new Parameters(5);
        Parameters empty = Parameters.uninitialised()) {
      for (Parameters parameters : List.of(drawn, empty)) {
        parameters.at("x").normal("a", 1, 2, 3);
        parameters.buffer("mean", 7, 2);
      }
      assertEquals(drawn.all().keySet(), empty.all().keySet());
      assertEquals(6, empty.count());
      Weights.save(file, drawn.all());
      Weights.load(file, empty.all());
      assertArrayEquals(
          drawn.all().get("x.a").toFloatArray(), empty.all().get("x.a").toFloatArray());
      assertEquals(7, empty.all().get("mean").getFloat(1));
    }
  }
}
