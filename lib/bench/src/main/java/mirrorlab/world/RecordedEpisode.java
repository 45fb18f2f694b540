package mirrorlab.world;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mirrorlab.episode.Pose;
import mirrorlab.files.AtomicFile;
import mirrorlab.files.Folder;
import mirrorlab.physics.Model;

/**
 * An expert's episode as other simulators can play it: the scene as MJCF, its meshes, the state
 * after the first control step, and the controls of all that follow.
 */
public final class RecordedEpisode {
  private final String mjcf;
  private final double[] start;
  private final List<double[]> controls;

  private RecordedEpisode(String mjcf, double[] start, List<double[]> controls) {
    this.mjcf = mjcf;
    this.start = start;
    this.controls = controls;
  }

  /** Lets the expert of a task act, and keeps what it commanded. */
  public static RecordedEpisode of(String task, int variation, long seed) {
    Recorder recorder = new Recorder(Tasks.named(task));
    try (World world = World.create(recorder, variation, seed)) {
      Rollout.demonstrate(world);
      return new RecordedEpisode(recorder.mjcf, recorder.start, recorder.controls);
    }
  }

  /** Compiles the scene. */
  public Model model() {
    return Model.parse(mjcf, World.MESHES);
  }

  /** The state in which the controls begin; see {@link mirrorlab.physics.State#restore}. */
  public double[] start() {
    return start;
  }

  /** The controls, a row a control step of five steps of the physics. */
  public List<double[]> controls() {
    return controls;
  }

  /** Writes {@code scene.xml}, {@code panda/*.stl}, {@code start.bin} and {@code controls.bin}. */
  public void write(Path folder) throws IOException {
    Folder.create(folder.resolve("panda"));
    AtomicFile.write(folder.resolve("scene.xml"), mjcf);
    for (Map.Entry<String, byte[]> mesh : World.MESHES.entrySet()) {
      AtomicFile.write(folder.resolve(mesh.getKey()), out -> out.write(mesh.getValue()));
    }
    AtomicFile.write(folder.resolve("start.bin"), out -> write(out, start));
    AtomicFile.write(
        folder.resolve("controls.bin"),
        out -> {
          for (double[] row : controls) {
            write(out, row);
          }
        });
  }

  private static void write(OutputStream out, double[] numbers) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(numbers);
    out.write(bytes.array());
  }

  /** The task, with an eye on each control step. */
  private static final class Recorder implements Task {
    private final Task task;
    private String mjcf;
    private double[] start;
    private List<double[]> controls;

    Recorder(Task task) {
      this.task = task;
    }

    @Override
    public String id() {
      return task.id();
    }

    @Override
    public String displayName() {
      return task.displayName();
    }

    @Override
    public int variations() {
      return task.variations();
    }

    @Override
    public List<String> instructions(int variation) {
      return task.instructions(variation);
    }

    @Override
    public Goal build(Scene scene, int variation) {
      Goal goal = task.build(scene, variation);
      mjcf = scene.in(World.ROOM);
      start = null; // a scene that was drawn before was not taken
      controls = new ArrayList<>();
      return new Goal() {
        @Override
        public boolean reached(World world) {
          return goal.reached(world);
        }

        @Override
        public void demonstrate(World world, Robot robot) {
          goal.demonstrate(world, robot);
        }

        @Override
        public List<Pose> waypoints(World world) {
          return goal.waypoints(world);
        }

        @Override
        public void update(World world) {
          goal.update(world);
          if (start == null) {
            start = world.state().save();
          } else {
            double[] row = new double[world.state().model().nu()];
            world.state().ctrl().get(0, row);
            controls.add(row);
          }
        }
      };
    }
  }
}
