package mirrorlab.understanding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.nn.ClipTokenizer;
import mirrorlab.nn.Vocabulary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoTextEncoderTest {
  @TempDir Path folder;

  private final VideoTextEncoder encoder = Squares.encoder(1);
  private final List<List<Image>> videos =
      Squares.episodes(3, 1).stream().map(Episode::video).toList(); // 18: more than go at once

  @AfterEach
  void close() {
    encoder.close();
  }

  private static double length(float[] row) {
    double square = 0;
    for (float x : row) {
      square += x * x;
    }
    return Math.sqrt(square);
  }

  @Test
  void embeddingsHaveLengthOne() throws Exception {
    float[][] seen = encoder.embedVideos(videos);
    float[][] named = encoder.embedTexts(Squares.INSTRUCTIONS);
    assertEquals(18, seen.length);
    assertEquals(6, named.length);
    for (float[] row : seen) {
      assertEquals(32, row.length);
      assertEquals(1, length(row), 1e-5);
    }
    for (float[] row : named) {
      assertEquals(1, length(row), 1e-5);
    }
  }

  @Test
  void attentionWeightsBelongToTheirFrameAndPlace() {
    VideoTextSize patches = // 2×2 patches in each of 4 frames, none of which sees its neighbours
        new VideoTextSize(
            32,
            4,
            Stem.Kind.PATCHES_16,
            Squares.SIZE.video(),
            Squares.SIZE.text(),
            32,
            Squares.SIZE.activation());
    List<Image> video = videos.get(0);
    List<Image> changed = new ArrayList<>(video);
    byte[] rgb = video.get(2).rgb().clone();
    Arrays.fill(rgb, 3 * 32 * 16, rgb.length, (byte) 200);
    for (int row = 16; row < 32; row++) { // only the lower left patch of the third frame
      System.arraycopy(video.get(2).rgb(), 3 * (32 * row + 16), rgb, 3 * (32 * row + 16), 3 * 16);
    }
    changed.set(2, new Image(32, 32, rgb));
    try (VideoTextEncoder u =
        new VideoTextEncoder(patches, Vocabulary.of(Squares.INSTRUCTIONS), 1)) {
      float[][][] before = u.attention(video, 0);
      float[][][] after = u.attention(changed, 0);
      double sum = 0;
      for (int t = 0; t < 4; t++) {
        for (int place = 0; place < 4; place++) {
          float weight = before[t][place / 2][place % 2];
          sum += weight;
          double ratio =
              after[t][place / 2][place % 2] / weight / (after[0][0][0] / before[0][0][0]);
          boolean here = t == 2 && place == 2;
          assertEquals(here, Math.abs(ratio - 1) > 0.05, t + ", " + place + ": " + ratio);
        }
      }
      assertTrue(sum > 0.5 && sum < 1, "the rest is the class token's own: " + sum);
    }
    assertEquals(
        "layer is 2; this encoder has layers 0 to 1",
        assertThrows(IllegalArgumentException.class, () -> encoder.attention(video, 2))
            .getMessage());
  }

  @Test
  void calibrationSetsBatchStatisticsAndNothingElse() throws Exception {
    Map<String, float[]> fresh = numbers();
    encoder.calibrate(videos);
    Map<String, float[]> once = numbers();
    encoder.calibrate(videos);
    Map<String, float[]> twice = numbers();
    Set<String> learnt = encoder.parameters().trainable().keySet();
    for (String name : fresh.keySet()) {
      if (learnt.contains(name)) {
        assertArrayEquals(fresh.get(name), once.get(name), name);
      } else {
        // They have arrived at the videos' own statistics: what was before is forgotten.
        double moved = distance(fresh.get(name), once.get(name));
        double again = distance(once.get(name), twice.get(name));
        assertTrue(moved > 10 * again, name + " moved by " + moved + ", then by " + again);
      }
    }
    assertTrue(fresh.size() > learnt.size());
    // And a video is normalised by them, not by its batch.
    float[] alone = encoder.embedVideos(List.of(videos.get(3)))[0];
    assertArrayEquals(alone, encoder.embedVideos(videos)[3], 1e-5f);
  }

  private Map<String, float[]> numbers() {
    return encoder.parameters().all().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toFloatArray()));
  }

  private static double distance(float[] a, float[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += Math.pow(a[i] - b[i], 2);
    }
    return Math.sqrt(squares);
  }

  @Test
  void aVideoIsSeenAloneAsAmongOthers() throws Exception {
    float[][] all = encoder.embedVideos(videos);
    assertArrayEquals(encoder.embedVideos(List.of(videos.get(17)))[0], all[17], 1e-5f);
  }

  @Test
  void everyTapHasItsNameAndTheWidthOfTheTower() throws Exception {
    assertEquals(List.of("video.layer0", "video.layer1", "video.out"), encoder.layers());
    for (String layer : encoder.layers()) {
      float[][] rows = encoder.representVideos(videos, layer);
      assertEquals(18, rows.length);
      assertEquals(32, rows[0].length);
    }
    assertEquals(32, encoder.representTexts(Squares.INSTRUCTIONS)[5].length);
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> encoder.representVideos(videos, "video.layer2"));
    assertEquals(
        "no layer video.layer2; there are [video.layer0, video.layer1, video.out]", e.getMessage());
  }

  @Test
  void theOrderOfFramesMatters() throws Exception {
    List<Image> forwards = videos.get(0);
    List<Image> backwards =
        List.of(forwards.get(3), forwards.get(2), forwards.get(1), forwards.get(0));
    float[][] seen = encoder.embedVideos(List.of(forwards, backwards));
    assertTrue(!Arrays.equals(seen[0], seen[1]));
  }

  @Test
  void wordsAfterTheEndDoNotMatterButTheirOrderDoes() throws Exception {
    float[][] named = encoder.embedTexts(List.of("lift red", "red lift"));
    assertTrue(!Arrays.equals(named[0], named[1]));
    assertArrayEquals(named[0], encoder.embedTexts(List.of("Lift, red!", "red lift"))[0]);
    // Two texts at once and one alone are summed in another order on some processors.
    assertArrayEquals(named[0], encoder.embedTexts(List.of("Lift, red!"))[0], 1e-6f);
  }

  @Test
  void recognitionIsAProbabilityThatFollowsTheSimilarity() throws Exception {
    double[] probabilities = encoder.recognise(videos.get(0), Squares.INSTRUCTIONS);
    assertEquals(1, Arrays.stream(probabilities).sum(), 1e-9);
    float[] seen = encoder.embedVideos(videos.subList(0, 1))[0];
    float[][] named = encoder.embedTexts(Squares.INSTRUCTIONS);
    // At first τ = 0.07: p₀/p₁ = exp((s₀ − s₁)/0.07).
    double difference = 0;
    for (int k = 0; k < seen.length; k++) {
      difference += seen[k] * (named[0][k] - named[1][k]);
    }
    assertEquals(Math.exp(difference / 0.07), probabilities[0] / probabilities[1], 1e-3);
  }

  @Test
  void aClipOfAnotherFormIsRefused() throws Exception {
    Exception frames =
        assertThrows(
            IllegalArgumentException.class,
            () -> encoder.embedVideos(List.of(videos.get(0).subList(0, 3))));
    assertEquals("a clip has 3 frames; this encoder reads 4", frames.getMessage());
    Image large = new Image(64, 32, new byte[3 * 64 * 32]);
    Exception pixels =
        assertThrows(
            IllegalArgumentException.class,
            () -> encoder.embedVideos(List.of(List.of(large, large, large, large))));
    assertEquals("a frame has 64×32 pixels; this encoder reads 32×32", pixels.getMessage());
  }

  @Test
  void comesBackFromItsFilesAndSeesTheSame() throws Exception {
    encoder.save(folder);
    try (VideoTextEncoder loaded = VideoTextEncoder.load(folder)) {
      assertEquals(encoder.size(), loaded.size());
      assertEquals(encoder.tokenizer(), loaded.tokenizer());
      assertArrayEquals(encoder.embedVideos(videos)[5], loaded.embedVideos(videos)[5]);
      assertArrayEquals(
          encoder.embedTexts(Squares.INSTRUCTIONS)[5], loaded.embedTexts(Squares.INSTRUCTIONS)[5]);
    }
  }

  @Test
  void bytePairsComeBackWithTheEncoderThatReadsThem() throws Exception {
    Path merges = Path.of(getClass().getResource("/mirrorlab/nn/clip_merges.txt.gz").toURI());
    ClipTokenizer bytePairs = ClipTokenizer.read(merges, 12);
    try (VideoTextEncoder reader = new VideoTextEncoder(Squares.SIZE, bytePairs, 1)) {
      reader.save(folder);
      float[][] named = reader.embedTexts(Squares.INSTRUCTIONS);
      assertTrue(!Arrays.equals(named[0], named[1]));
      try (VideoTextEncoder loaded = VideoTextEncoder.load(folder)) {
        assertEquals(bytePairs.size(), loaded.tokenizer().size());
        assertEquals(12, loaded.tokenizer().length());
        assertArrayEquals(named[5], loaded.embedTexts(Squares.INSTRUCTIONS)[5]);
        assertArrayEquals(
            reader.recognise(videos.get(0), Squares.INSTRUCTIONS),
            loaded.recognise(videos.get(0), Squares.INSTRUCTIONS));
      }
    }
  }

  @Test
  void aModelThatReadsNothingIsRefused() throws Exception {
    encoder.save(folder);
    Path model = folder.resolve("model.json");
    Files.writeString(model, Files.readString(model).replace("\"vocabulary\"", "\"words\""));
    Exception e = assertThrows(IOException.class, () -> VideoTextEncoder.load(folder));
    assertEquals(
        model + " is not a Model: it has a size, and a vocabulary or byte pairs", e.getMessage());
  }

  @Test
  void weightsOfAnotherSizeAreRefused() throws Exception {
    encoder.save(folder);
    Path model = folder.resolve("model.json");
    Files.writeString(
        model, Files.readString(model).replace("\"embedding\": 32", "\"embedding\": 16"));
    Exception e = assertThrows(IOException.class, () -> VideoTextEncoder.load(folder));
    assertTrue(e.getMessage().contains("does not fit the model"), e.getMessage());
    assertTrue(
        e.getMessage().contains("vision_encoder.proj is (32, 32), not (32, 16)"), e.getMessage());
  }
}
