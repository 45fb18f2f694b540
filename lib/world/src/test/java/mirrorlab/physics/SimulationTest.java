package mirrorlab.physics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulationTest {
  /** A ball over a floor, and a pendulum of length 0.5 m with a motor and a site at its tip. */
  static final String SCENE =
      """
      <mujoco>
        <option timestep="0.001" integrator="implicitfast"/>
        <worldbody>
          <geom name="floor" type="plane" size="0 0 1"/>
          <camera name="front" pos="0 -2 1" fovy="40" xyaxes="1 0 0 0 0 1"/>
          <body name="ball" pos="0 0 1">
            <freejoint name="ball"/>
            <geom name="ball" type="sphere" size="0.1" mass="1" rgba="1 0 0 1"/>
          </body>
          <body name="rod" pos="1 0 1">
            <joint name="hinge" axis="0 1 0" range="-180 180" damping="0.1"/>
            <geom type="capsule" size="0.01" fromto="0 0 0 0.5 0 0" mass="1"/>
            <site name="tip" pos="0.5 0 0"/>
          </body>
        </worldbody>
        <actuator><motor name="motor" joint="hinge" ctrlrange="-5 5"/></actuator>
        <sensor><jointpos name="angle" joint="hinge"/></sensor>
      </mujoco>
      """;

  private final Model model = Model.parse(SCENE, Map.of());
  private final State state = new State(model);

  @AfterEach
  void close() {
    state.close();
    model.close();
  }

  @Test
  void aBallFallsByHalfGTSquared() {
    state.step(300);
    state.kinematics();
    double fallen = 1 - state.bodyPosition(model.id(Kind.BODY, "ball"))[2];
    assertEquals(0.3, state.time(), 1e-12);
    // A semi-implicit step adds g·h·t/2 to the exact fall.
    assertEquals(9.81 * (0.3 * 0.3 / 2 + 0.001 * 0.3 / 2), fallen, 1e-9);
  }

  @Test
  void theBallComesToRestOnTheFloorAndTouchesIt() {
    state.step(3000);
    state.kinematics();
    assertEquals(0.1, state.geomPosition(model.geom("ball").id())[2], 2e-3);
    int ball = model.geom("ball").id();
    int floor = model.geom("floor").id();
    List<Contact> contacts = state.contacts();
    assertEquals(1, contacts.size());
    assertTrue(contacts.get(0).between(ball, floor));
    assertArrayEquals(new double[] {0, 0, 1}, contacts.get(0).normal(), 1e-9);
  }

  @Test
  void aControlTurnsTheJointThatTheSensorReads() {
    state.ctrl().put(model.actuator("motor").ctrl(), -5);
    state.step(10);
    double angle = state.qpos().get(model.joint("hinge").qpos());
    assertTrue(angle < 0, "a torque against gravity lifts the rod");
    state.forward();
    assertEquals(angle, state.sensordata().get(model.sensorAddress("angle")));
  }

  @Test
  void theJacobianIsTheDerivativeOfTheSite() {
    int hinge = model.joint("hinge").qpos();
    int tip = model.id(Kind.SITE, "tip");
    double[] jacobian = new double[3 * model.nv()];
    state.siteJacobian(tip, jacobian, new double[3 * model.nv()]);
    double[] before = state.sitePosition(tip);
    double h = 1e-6;
    state.qpos().put(hinge, state.qpos().get(hinge) + h);
    state.kinematics();
    double[] after = state.sitePosition(tip);
    int dof = model.joint("hinge").dof();
    for (int axis = 0; axis < 3; axis++) {
      assertEquals(
          (after[axis] - before[axis]) / h,
          jacobian[axis * model.nv() + dof],
          1e-5,
          "axis " + axis);
    }
  }

  @Test
  void aRestoredStateReplaysBitForBit() {
    state.step(400);
    double[] saved = state.save();
    state.step(400);
    double[] first = state.save();
    state.restore(saved);
    assertEquals(0.4, state.time(), 1e-12);
    state.step(400);
    assertArrayEquals(first, state.save());
    try (State other = new State(model)) {
      other.restore(saved);
      other.step(400);
      assertArrayEquals(first, other.save());
    }
  }

  @Test
  void aStateOfAnotherModelIsNotRestored() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> state.restore(new double[3]));
    assertTrue(e.getMessage().contains("saved has 3 numbers"), e.getMessage());
  }

  @Test
  void resetGoesBackToTheScene() {
    double[] start = state.save();
    state.step(100);
    state.reset();
    assertArrayEquals(start, state.save());
    assertArrayEquals(new double[] {0, 0, 1}, state.bodyPosition(model.id(Kind.BODY, "ball")));
  }

  @Test
  void aRayMeetsTheNearestGeom() {
    Hit hit = state.ray(new double[] {0, 0, 3}, new double[] {0, 0, -1}).orElseThrow();
    assertEquals(model.geom("ball").id(), hit.geom());
    assertEquals(1.9, hit.distance(), 1e-9);
    assertTrue(state.ray(new double[] {0, 0, 3}, new double[] {0, 0, 1}).isEmpty());
  }

  @Test
  void simulationsInParallelGiveTheSameBitsAsOneAlone() throws Exception {
    state.step(2000);
    double[] alone = state.save();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<double[]> simulate =
          () -> {
            try (Model own = Model.parse(SCENE, Map.of());
                State state = new State(own)) {
              state.step(2000);
              return state.save();
            }
          };
      for (Future<double[]> result : threads.invokeAll(List.of(simulate, simulate, simulate))) {
        assertArrayEquals(alone, result.get());
      }
    } finally {
      threads.shutdown();
    }
  }
}
