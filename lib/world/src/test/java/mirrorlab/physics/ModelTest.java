package mirrorlab.physics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelTest {
  private static final String MESH =
      """
      <mujoco>
        <asset><mesh name="shape" file="shape.stl"/></asset>
        <worldbody><geom name="shape" type="mesh" mesh="shape"/></worldbody>
      </mujoco>
      """;

  /** A tetrahedron whose edges along x, y and z have this length, as a binary STL file. */
  private static byte[] stl(float edge) {
    float[][] corners = {{0, 0, 0}, {edge, 0, 0}, {0, edge, 0}, {0, 0, edge}};
    int[][] faces = {{0, 2, 1}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}};
    ByteBuffer file = ByteBuffer.allocate(84 + 50 * 4).order(ByteOrder.LITTLE_ENDIAN);
    file.position(80).putInt(4);
    for (int[] face : faces) {
      file.putFloat(0).putFloat(0).putFloat(0);
      for (int corner : face) {
        for (float x : corners[corner]) {
          file.putFloat(x);
        }
      }
      file.putShort((short) 0);
    }
    return file.array();
  }

  private static String refusal(String mjcf) {
    return assertThrows(PhysicsException.class, () -> Model.parse(mjcf, Map.of())).getMessage();
  }

  @Test
  void aSceneIsReadByName() {
    try (Model model = Model.parse(SimulationTest.SCENE, Map.of())) {
      assertEquals(8, model.nq());
      assertEquals(7, model.nv());
      assertEquals(1, model.nu());
      assertEquals(0.001, model.timestep());
      assertEquals(List.of(), model.warnings());
      assertEquals(3, model.count(Kind.BODY));
      assertEquals("ball", model.name(Kind.BODY, 1));
      assertEquals("", model.name(Kind.GEOM, 2));
      assertEquals(40, model.cameraFovy(model.id(Kind.CAMERA, "front")));
      Geom ball = model.geom("ball");
      assertEquals(Shape.SPHERE, ball.shape());
      assertEquals(0.1, ball.size()[0]);
      assertEquals(model.id(Kind.BODY, "ball"), ball.body());
      assertEquals(0, model.parent(ball.body()));
      Joint hinge = model.joint("hinge");
      assertEquals(new Joint(1, "hinge", 7, 6, -Math.PI, Math.PI), hinge);
      assertEquals(new Actuator(0, "motor", 0, -5, 5), model.actuator("motor"));
    }
  }

  @Test
  void aColourCanBeChanged() {
    try (Model model = Model.parse(SimulationTest.SCENE, Map.of())) {
      int ball = model.geom("ball").id();
      assertArrayEquals(new float[] {1, 0, 0, 1}, model.rgba(ball));
      model.setRgba(ball, 0, 0.5f, 1, 0.25f);
      assertArrayEquals(new float[] {0, 0.5f, 1, 0.25f}, model.rgba(ball));
    }
  }

  @Test
  void filesComeFromMemory() {
    try (Model model = Model.parse(MESH, Map.of("shape.stl", stl(0.3f)))) {
      Geom geom = model.geom("shape");
      Mesh mesh = model.mesh(geom.mesh());
      assertEquals(Shape.MESH, geom.shape());
      assertEquals(4 * 3, mesh.vertices().length);
      assertEquals(4 * 3, mesh.faces().length);
      assertEquals(0.3, extent(mesh), 1e-6);
    }
  }

  @Test
  void aFileThatHasChangedIsReadAnew() {
    // MuJoCo keeps what it has made of a file; the same name must not bring the old one back.
    for (float edge : new float[] {0.1f, 0.2f, 0.1f}) {
      try (Model model = Model.parse(MESH, Map.of("shape.stl", stl(edge)))) {
        assertEquals(edge, extent(model.mesh(0)), 1e-6);
      }
    }
  }

  /**
   * The longest distance along one of the mesh's axes between two vertices, over √2 if diagonal.
   */
  private static double extent(Mesh mesh) {
    double shortest = Double.MAX_VALUE;
    float[] v = mesh.vertices();
    for (int i = 3; i < v.length; i += 3) {
      double distance = Math.hypot(Math.hypot(v[i] - v[0], v[i + 1] - v[1]), v[i + 2] - v[2]);
      shortest = Math.min(shortest, distance);
    }
    return shortest;
  }

  @Test
  void anUnknownElementIsNamed() {
    String message = refusal("<mujoco><worldbody><sphere/></worldbody></mujoco>");
    assertTrue(message.startsWith("MuJoCo does not accept the scene: "), message);
    assertTrue(message.contains("sphere"), message);
  }

  @Test
  void brokenXmlIsRefused() {
    assertTrue(refusal("<mujoco><worldbody>").contains("does not accept"));
    assertTrue(refusal("").contains("does not accept"));
  }

  @Test
  void aSceneThatCannotBeCompiledIsRefusedWithItsReason() {
    String massless =
        "<mujoco><worldbody><body name='feather'><freejoint/></body></worldbody></mujoco>";
    assertTrue(refusal(massless).contains("mass"), refusal(massless));
  }

  @Test
  void aFileThatWasNotGivenIsNamed() {
    assertTrue(refusal(MESH).contains("shape.stl"), refusal(MESH));
  }

  @Test
  void anUnknownNameBringsThoseThatExist() {
    try (Model model = Model.parse(SimulationTest.SCENE, Map.of())) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> model.joint("hinges")).getMessage();
      assertEquals("the scene has no joint named hinges; it has ball, hinge", message);
    }
  }

  @Test
  void whatIsClosedSaysSo() {
    Model model = Model.parse(SimulationTest.SCENE, Map.of());
    State state = new State(model);
    state.close();
    state.close();
    String closed = assertThrows(IllegalStateException.class, state::step).getMessage();
    assertEquals("this State is closed", closed);
    State orphan = new State(model);
    model.close();
    model.close();
    assertThrows(IllegalStateException.class, () -> model.rgba(0));
    assertThrows(IllegalStateException.class, () -> model.joint("ball"));
    assertThrows(IllegalStateException.class, () -> new State(model));
    assertThrows(IllegalStateException.class, orphan::qpos);
    orphan.close();
    assertFalse(model.geoms().isEmpty(), "what was read stays");
  }
}
