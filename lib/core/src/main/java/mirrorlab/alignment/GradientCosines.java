package mirrorlab.alignment;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;

/**
 * The cosine between the gradients of the alignment loss and of each encoder's own loss, over all
 * of the encoder's weights.
 *
 * <pre>  cos(∇_U L_align, ∇_U L_AU)      cos(∇_E L_align, ∇_E L_EE)</pre>
 *
 * <p>Above 0 a step down one loss also lowers the other; below 0 the two conflict; at 0 they are
 * unrelated. A random direction in a million dimensions has a cosine of 0 ± 0.001.
 *
 * @param understanding cosine of U, −1 to 1
 * @param execution cosine of E, −1 to 1
 */
public record GradientCosines(double understanding, double execution) {

  /** Checks that both are finite. */
  public GradientCosines {
    if (!Double.isFinite(understanding) || !Double.isFinite(execution)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the cosines of the gradients are %s for U and %s for E; did the training diverge?",
              understanding,
              execution));
    }
  }

  /**
   * The cosines on one batch. Weights, memories and gradients are left as they were.
   *
   * @param training with an alignment loss
   */
  public static GradientCosines of(JointTraining training, JointTraining.Batch batch) {
    Map<String, float[]> align = gradients(training, batch, JointTraining.ALIGNMENT);
    Map<String, float[]> watch = gradients(training, batch, JointTraining.RECOGNITION);
    Map<String, float[]> act = gradients(training, batch, JointTraining.IMITATION);
    return new GradientCosines(
        cosine(align, watch, JointTraining.UNDERSTANDING),
        cosine(align, act, JointTraining.EXECUTION));
  }

  /** The gradients of one loss, by the names of the encoders' arrays. */
  private static Map<String, float[]> gradients(
      JointTraining training, JointTraining.Batch batch, String loss) {
    Map<String, Double> only = new HashMap<>();
    training.lossWeights().keySet().forEach(name -> only.put(name, name.equals(loss) ? 1.0 : 0));
    Autograd.differentiate(() -> training.measure(batch), only);
    Map<String, float[]> gradients = new LinkedHashMap<>();
    training.encoders().forEach((name, parameters) -> take(name, parameters, gradients));
    return gradients;
  }

  private static void take(String encoder, Parameters parameters, Map<String, float[]> into) {
    Autograd.infer(
        () ->
            parameters
                .trainable()
                .forEach(
                    (name, array) -> {
                      NDArray gradient = array.getGradient();
                      into.put(encoder + "." + name, gradient.toFloatArray());
                      gradient.subi(gradient);
                    }));
  }

  private static double cosine(
      Map<String, float[]> first, Map<String, float[]> second, String encoder) {
    double product = 0;
    double squares = 0;
    double others = 0;
    for (String name : List.copyOf(first.keySet())) {
      if (name.startsWith(encoder + ".")) {
        float[] a = first.get(name);
        float[] b = second.get(name);
        for (int i = 0; i < a.length; i++) {
          product += (double) a[i] * b[i];
          squares += (double) a[i] * a[i];
          others += (double) b[i] * b[i];
        }
      }
    }
    return product == 0 ? 0 : product / Math.sqrt(squares * others);
  }
}
