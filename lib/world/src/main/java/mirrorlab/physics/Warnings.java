package mirrorlab.physics;

import java.nio.IntBuffer;
import java.util.List;

/**
 * The counts of MuJoCo's warnings about a state since its last reset.
 *
 * <p>MuJoCo only counts warnings (and prints the first of each kind), resets the state if a number
 * has become infinite, and continues; here any warning ends the simulation.
 */
final class Warnings {
  // In the order of mjtWarning.
  private static final List<String> KINDS =
      List.of(
          "an inertia matrix is singular",
          "there are too many contacts",
          "there are too many constraints",
          "a position is not finite or too large",
          "a velocity is not finite or too large",
          "an acceleration is not finite or too large",
          "a control is not finite or too large");

  /** Two ints per kind: the subject of the last warning, and the number of warnings. */
  private final IntBuffer counters;

  Warnings(Struct data) {
    counters = data.inlineInts("warning", 2 * Layout.of("mjNWARNING"));
  }

  void check(double time) {
    for (int kind = 0; kind < KINDS.size(); kind++) {
      if (counters.get(2 * kind + 1) > 0) {
        throw new UnstableException(
            "the simulation is unstable at "
                + time
                + " s: "
                + KINDS.get(kind)
                + " (index "
                + counters.get(2 * kind)
                + "); reset or restore the state, and look at the controls, the masses and the"
                + " timestep");
      }
    }
  }

  void clear() {
    for (int i = 0; i < counters.capacity(); i++) {
      counters.put(i, 0);
    }
  }
}
