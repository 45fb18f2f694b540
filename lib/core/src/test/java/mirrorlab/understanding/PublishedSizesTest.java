package mirrorlab.understanding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The published sizes have the arrays of ViCLIP's checkpoints; none of their numbers is made. */
class PublishedSizesTest {
  private final Map<String, Shape> expected = new TreeMap<>();

  private void expect(String name, long... shape) {
    expected.put(name, new Shape(shape));
  }

  private void expectTransformer(String name, int layers, long width) {
    for (int i = 0; i < layers; i++) {
      String layer = name + ".transformer.resblocks." + i;
      expectAffine(layer + ".ln_1", width);
      expect(layer + ".attn.in_proj_weight", 3 * width, width);
      expect(layer + ".attn.in_proj_bias", 3 * width);
      expectAffine(layer + ".attn.out_proj", width, width);
      expectAffine(layer + ".ln_2", width);
      expectAffine(layer + ".mlp.c_fc", 4 * width, width);
      expectAffine(layer + ".mlp.c_proj", width, 4 * width);
    }
  }

  private void expectAffine(String name, long... weight) {
    expect(name + ".weight", weight);
    expect(name + ".bias", weight[0]);
  }

  private void expectVision(long patch, long tokens, long width, int layers, long shared) {
    expect("vision_encoder.conv1.weight", width, 3, 1, patch, patch);
    expect("vision_encoder.class_embedding", width);
    expect("vision_encoder.positional_embedding", tokens, width);
    expect("vision_encoder.temporal_positional_embedding", 1, 8, width);
    expectAffine("vision_encoder.ln_pre", width);
    expectTransformer("vision_encoder", layers, width);
    expectAffine("vision_encoder.ln_post", width);
    expect("vision_encoder.proj", width, shared);
  }

  private void expectText(long width, int layers, long shared) {
    expect("text_encoder.token_embedding.weight", 49_408, width);
    expect("text_encoder.positional_embedding", 32, width);
    expectTransformer("text_encoder", layers, width);
    expectAffine("text_encoder.ln_final", width);
    expect("text_encoder.text_projection", width, shared);
  }

  private void check(VideoTextSize size, int tokens, double millions) {
    expect("temp");
    Map<String, Shape> shapes = VideoTextEncoder.shapes(size, 49_408, VideoTextSize.CONTEXT);
    assertEquals(expected, new TreeMap<>(shapes));
    assertEquals(tokens, size.tokens());
    long count = shapes.values().stream().mapToLong(Shape::size).sum();
    assertEquals(millions, count / 1e6, 0.03 * millions);
  }

  @Test
  void b16IsViclipB16() {
    expectVision(16, 197, 768, 12, 512);
    expectText(512, 12, 512);
    check(VideoTextSize.b16(), 1569, 150);
  }

  @Test
  void l14IsViclipL14() {
    expectVision(14, 257, 1024, 24, 768);
    expectText(768, 12, 768);
    check(VideoTextSize.l14(), 2049, 428);
  }
}
