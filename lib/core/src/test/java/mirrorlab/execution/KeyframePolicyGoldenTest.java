package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import mirrorlab.execution.PolicySize.Layers;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Golden;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.Vocabulary;
import org.junit.jupiter.api.Test;

/** E against a plain PyTorch re-statement of the same equations ({@code policy_golden.py}). */
class KeyframePolicyGoldenTest {
  private static final Vocabulary VOCABULARY = Vocabulary.of(List.of("a b c d e"));

  @Test
  void likeTheMiniAgreesForwardsAndBackwards() {
    agrees(
        "mini.safetensors",
        new PolicySize(
            Crop.TABLE,
            0.2,
            16,
            List.of(8, 16),
            8,
            16,
            24,
            2,
            20,
            new Layers(1, 1),
            new Layers(0, 1),
            1,
            1,
            0));
  }

  @Test
  void asPublishedAgreesForwardsAndBackwards() {
    agrees(
        "arp.safetensors",
        new PolicySize(
            Crop.WORKSPACE,
            0.25,
            28,
            List.of(),
            14,
            8,
            16,
            2,
            24,
            new Layers(2, 2),
            new Layers(2, 2),
            2,
            2,
            4));
  }

  private void agrees(String file, PolicySize size) {
    Golden golden = new Golden(getClass(), file);
    try (KeyframePolicy policy = new KeyframePolicy(size, VOCABULARY, 0)) {
      golden.fill("weight.", policy.parameters().all());
      Batch batch = batch(size);
      Autograd.infer(() -> forward(golden, policy, batch));
      ImitationTraining training = new ImitationTraining(policy, BlockWorld.episodes(1, 1), 0);
      Map<String, Double> losses = Autograd.differentiate(() -> training.losses(batch));
      assertEquals(7, losses.size());
      losses.forEach((name, loss) -> assertEquals(golden.get("loss." + name)[0], loss, 1e-4, name));
      golden.checkGradients("gradient.", policy.parameters(), 1e-3);
    }
  }

  private static void forward(Golden golden, KeyframePolicy policy, Batch batch) {
    NDManager manager = policy.parameters().manager();
    LanguageEncoder.Read read =
        policy.language().forward(Tensors.of(manager, batch.words(), 2, VOCABULARY.length()));
    Batch.Stage whole = batch.coarse();
    Batch.Stage part = batch.fine();
    SceneFeatures coarse = policy.coarse().forward(whole.views(), read, whole.robot());
    SceneFeatures fine = policy.fine().forward(part.views(), read, part.robot());
    golden.check("coarse", coarse.heatmaps(), 1e-4);
    golden.check("fine", fine.heatmaps(), 1e-4);
    ActionDecoder decoder = policy.decoder();
    NDArray prompt = decoder.prompt(fine, Tensors.of(manager, batch.points(), 2, 3, 2));
    golden.check("prompt", prompt, 1e-4);
    NDArray yaw = decoder.yaw(fine, batch.rings());
    golden.check("yaw", yaw, 1e-4);
    NDArray given = Tensors.of(manager, batch.given(), 2, 3);
    List<NDArray> actions = decoder.forward(prompt, yaw, given);
    for (int k = 0; k < actions.size(); k++) {
      golden.check(ActionDecoder.NAMES.get(k), actions.get(k), 1e-4);
    }
  }

  /** Two keyframes as the golden values have them. */
  private static Batch batch(PolicySize size) {
    float[] points = new float[12];
    for (int i = 0; i < points.length; i++) {
      points[i] = (float) (i * 41 % 97 / 97.0);
    }
    points[0] = 0.01f;
    points[1] = 0.99f;
    int[] words = {1, 4, 5, 6, 2, 0, 0, 1, 7, 3, 8, 5, 4, 2};
    float[] rings = numbers(2 * VirtualViews.RING_CHANNELS * Rotation.BINS, 2000);
    int[] given = {3, 70, 1, 0, 71, 0};
    float[][] actions = new float[ActionDecoder.CLASSES.length][];
    for (int k = 0; k < actions.length; k++) {
      actions[k] = labels(2, ActionDecoder.CLASSES[k]);
    }
    return new Batch(2, stage(size, 0), stage(size, 1000), words, rings, points, given, actions);
  }

  private static Batch.Stage stage(PolicySize size, int shift) {
    int pixels = size.pixels() * size.pixels();
    return new Batch.Stage(
        numbers(2 * 3 * VirtualViews.CHANNELS * pixels, shift),
        numbers(2 * SceneEncoder.STATE, shift),
        labels(6, pixels));
  }

  private static float[] numbers(int count, int shift) {
    float[] numbers = new float[count];
    for (int n = 0; n < count; n++) {
      numbers[n] = (float) number(n + shift);
    }
    return numbers;
  }

  private static double number(long i) {
    return (i * i * 31 + i * 17) / 64 % 256 / 127.5 - 1;
  }

  private static float[] labels(int rows, int columns) {
    float[] labels = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        sum += Math.exp(20 * number(i));
      }
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        labels[i] = (float) (Math.exp(20 * number(i)) / sum);
      }
    }
    return labels;
  }
}
