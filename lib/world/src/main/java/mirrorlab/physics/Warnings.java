package mirrorlab.physics;

import java.nio.IntBuffer;
import java.util.List;

/**
 * How often MuJoCo has warned about a state since it was reset.
 *
 * <p>MuJoCo only counts (it prints the first of each kind), puts the state back to its beginning if
 * a number has become infinite, and goes on; here any of it ends the simulation.
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

  /** Two ints a kind: what the last was about, and how many there were. */
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
