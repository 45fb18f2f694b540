package mirrorlab.world;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import mirrorlab.episode.Pose;
import mirrorlab.physics.Contact;
import mirrorlab.physics.Kind;
import mirrorlab.physics.Model;
import mirrorlab.physics.State;

/** Forward and inverse kinematics of the arm, and its collisions. */
final class Kinematics {
  /** Joint angles from which the arm starts, in radians. */
  static final double[] HOME = {0, -0.15, 0, -1.75, 0, 1.6, 0.785};

  static final int JOINTS = 7;

  private static final int ITERATIONS = 100;
  private static final double TOLERANCE = 2e-4; // metres and radians together
  private static final double DAMPING = 1e-3; // λ²: large enough to pass singular poses calmly
  private static final double LARGEST_STEP = 0.3; // radians an iteration
  private static final double LIMIT_MARGIN = 0.02; // radians kept from a joint's end
  private static final double PENETRATION = 0.001; // metres; less is a touch

  private final State scratch;
  private final int site;
  private final int firstLink;
  private final int lastFinger;
  private final Set<Integer> held = new HashSet<>();
  private final double[] low = new double[JOINTS];
  private final double[] high = new double[JOINTS];
  private final double[] translation;
  private final double[] rotation;

  /**
   * @param scratch a state of the model for trial computations
   */
  Kinematics(State scratch) {
    this.scratch = scratch;
    Model model = scratch.model();
    site = model.id(Kind.SITE, "tcp");
    firstLink = model.id(Kind.BODY, "link1");
    lastFinger = model.id(Kind.BODY, "finger2");
    for (int i = 0; i < JOINTS; i++) {
      low[i] = model.joints().get(i).low() + LIMIT_MARGIN;
      high[i] = model.joints().get(i).high() - LIMIT_MARGIN;
    }
    translation = new double[3 * model.nv()];
    rotation = new double[3 * model.nv()];
  }

  /** Copies the current poses, and notes which bodies the robot holds. */
  void look(State state) {
    held.clear();
    for (Contact contact : state.contacts()) {
      touched(contact).ifPresent(held::add);
    }
    for (int i = 0; i < state.qpos().capacity(); i++) {
      scratch.qpos().put(i, state.qpos().get(i));
    }
  }

  /** The gripper's pose in a state whose kinematics are up to date. */
  Pose gripper(State state) {
    return Pose.of(state.sitePosition(site), state.siteRotation(site));
  }

  /** The gripper's pose at the given joint angles. */
  Pose gripper(double[] joints) {
    place(joints);
    scratch.kinematics();
    return gripper(scratch);
  }

  /** The number of contacts in which the robot would penetrate a body that it does not hold. */
  int collisions(double[] joints) {
    place(joints);
    scratch.forward();
    int count = 0;
    for (Contact contact : scratch.contacts()) {
      OptionalInt body = touched(contact);
      if (body.isPresent()
          && contact.distance() < -PENETRATION
          && !held.contains(body.getAsInt())) {
        count++;
      }
    }
    return count;
  }

  /** The body that the robot touches in a contact; empty if the robot has no part in it. */
  OptionalInt touched(Contact contact) {
    int body1 = scratch.model().geoms().get(contact.geom1()).body();
    int body2 = scratch.model().geoms().get(contact.geom2()).body();
    if (moves(body1) == moves(body2)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(moves(body1) ? body2 : body1);
  }

  private boolean moves(int body) {
    return firstLink <= body && body <= lastFinger;
  }

  /**
   * Joint angles that put the gripper at a pose, by damped least squares from the given angles: Δq
   * = Jᵀ (J Jᵀ + λ² I)⁻¹ e.
   */
  Optional<double[]> solve(double[] from, Pose target) {
    double[] q = from.clone();
    for (int i = 0; i < ITERATIONS; i++) {
      Pose now = gripper(q);
      double[] turn = now.turnTo(target);
      double[] error = {
        target.x() - now.x(), target.y() - now.y(), target.z() - now.z(), turn[0], turn[1], turn[2]
      };
      if (Arrays.stream(error).map(e -> e * e).sum() < TOLERANCE * TOLERANCE) {
        return Optional.of(q);
      }
      double[] step = step(error);
      double largest = Arrays.stream(step).map(Math::abs).max().orElseThrow();
      double scale = Math.min(1, LARGEST_STEP / largest);
      for (int j = 0; j < JOINTS; j++) {
        q[j] = Math.min(high[j], Math.max(low[j], q[j] + scale * step[j]));
      }
    }
    return Optional.empty();
  }

  private double[] step(double[] error) {
    scratch.siteJacobian(site, translation, rotation);
    int nv = translation.length / 3;
    double[][] jacobian = new double[6][];
    for (int row = 0; row < 3; row++) {
      jacobian[row] = Arrays.copyOfRange(translation, row * nv, row * nv + JOINTS);
      jacobian[3 + row] = Arrays.copyOfRange(rotation, row * nv, row * nv + JOINTS);
    }
    double[][] squared = new double[6][6];
    for (int a = 0; a < 6; a++) {
      for (int b = 0; b < 6; b++) {
        for (int j = 0; j < JOINTS; j++) {
          squared[a][b] += jacobian[a][j] * jacobian[b][j];
        }
      }
      squared[a][a] += DAMPING;
    }
    double[] weights = solvePositive(squared, error);
    double[] step = new double[JOINTS];
    for (int j = 0; j < JOINTS; j++) {
      for (int a = 0; a < 6; a++) {
        step[j] += jacobian[a][j] * weights[a];
      }
    }
    return step;
  }

  /** x with A x = b for a symmetric positive A, by Cholesky's decomposition A = L Lᵀ, in place. */
  private static double[] solvePositive(double[][] a, double[] b) {
    int n = b.length;
    double[] x = b.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= a[i][k] * a[j][k];
        }
        a[i][j] = i == j ? Math.sqrt(sum) : sum / a[j][j];
      }
      for (int k = 0; k < i; k++) {
        x[i] -= a[i][k] * x[k];
      }
      x[i] /= a[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= a[k][i] * x[k];
      }
      x[i] /= a[i][i];
    }
    return x;
  }

  private void place(double[] joints) {
    for (int i = 0; i < JOINTS; i++) {
      scratch.qpos().put(i, joints[i]);
    }
  }
}
