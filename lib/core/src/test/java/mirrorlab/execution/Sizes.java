package mirrorlab.execution;

import java.util.List;
import mirrorlab.execution.PolicySize.Layers;

/** Sizes that compute within milliseconds. */
public final class Sizes {
  private Sizes() {}

  /** Like the mini: views of 32×32 pixels, a stem, 4×4 tokens. */
  public static final PolicySize TINY =
      new PolicySize(
          Crop.TABLE,
          0.2,
          32,
          List.of(8, 16),
          8,
          32,
          32,
          2,
          64,
          new Layers(1, 1),
          new Layers(0, 1),
          1,
          1,
          8);

  /** Like the published ones: patches of 14×14 pixels, a wider trunk, several layers of a kind. */
  static final PolicySize PATCHES =
      new PolicySize(
          Crop.WORKSPACE,
          0.25,
          28,
          List.of(),
          14,
          16,
          32,
          2,
          48,
          new Layers(2, 1),
          new Layers(1, 2),
          2,
          2,
          8);
}
