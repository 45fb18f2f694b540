package mirrorlab.data;

import com.jerolba.carpet.model.FieldTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.LazyList;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Projection;
import mirrorlab.episode.Proprioception;
import mirrorlab.episode.Step;
import mirrorlab.episode.View;

/** Steps as rows of {@code keyframes/data}, and back; the data card describes each column. */
final class KeyframeRows {
  private static final String STATE_COLUMN = "observation.state";
  private static final String ACTION_COLUMN = "action";
  private static final String SECONDS = "seconds";
  private static final List<String> POSE = List.of("x", "y", "z", "qx", "qy", "qz", "qw");
  private static final List<String> STATE = with(POSE, "gripper_open", "finger1", "finger2");
  private static final List<String> ACTION = with(POSE, "gripper_open", "ignore_collisions");
  private static final List<String> CAMERA =
      List.of(
          "focal", "x", "y", "z", "r00", "r01", "r02", "r10", "r11", "r12", "r20", "r21", "r22");

  private KeyframeRows() {}

  private static List<String> with(List<String> names, String... more) {
    return Stream.concat(names.stream(), Stream.of(more)).toList();
  }

  /** The columns, for pictures of H×W pixels. */
  static List<Feature> features(int height, int width) {
    List<Feature> features = new ArrayList<>();
    for (Camera camera : Camera.POLICY) {
      features.add(Feature.image(image(camera), height, width));
      features.add(Feature.depth(depth(camera), height, width));
      features.add(Feature.doubles(camera(camera), CAMERA));
    }
    features.add(Feature.floats(STATE_COLUMN, STATE));
    features.add(Feature.floats(ACTION_COLUMN, ACTION));
    features.add(Feature.scalar(SECONDS, "float64", FieldTypes.DOUBLE));
    return features;
  }

  private static String image(Camera camera) {
    return "observation.images." + camera.name().toLowerCase(Locale.ROOT);
  }

  private static String depth(Camera camera) {
    return "observation.depth." + camera.name().toLowerCase(Locale.ROOT);
  }

  private static String camera(Camera camera) {
    return "observation.camera." + camera.name().toLowerCase(Locale.ROOT);
  }

  /** A step by column name. */
  static Map<String, Object> row(Step step) {
    Map<String, Object> row = new HashMap<>();
    for (View view : step.observation().views()) {
      row.put(image(view.camera()), Rows.image(PackedImage.of(view.image())));
      row.put(depth(view.camera()), Rows.matrix(view.depth(), view.image().width()));
      row.put(camera(view.camera()), numbers(view.projection()));
    }
    Proprioception felt = step.observation().proprioception();
    List<Float> state = new ArrayList<>(numbers(felt.gripper()));
    state.addAll(List.of(flag(felt.gripperOpen()), (float) felt.finger1(), (float) felt.finger2()));
    row.put(STATE_COLUMN, state);
    List<Float> action = new ArrayList<>(numbers(step.action().pose()));
    action.addAll(
        List.of(flag(step.action().gripperOpen()), flag(step.action().ignoreCollisions())));
    row.put(ACTION_COLUMN, action);
    row.put(SECONDS, step.seconds());
    return row;
  }

  /** The columns that {@link #step} reads. */
  static List<String> read() {
    return Stream.concat(
            Camera.POLICY.stream()
                .flatMap(it -> Stream.of(Rows.bytes(image(it)), depth(it), camera(it))),
            Stream.of(STATE_COLUMN, ACTION_COLUMN, SECONDS))
        .toList();
  }

  /**
   * The step in a row; its views stay packed.
   *
   * @throws IOException if the row is damaged
   */
  static Step step(Columns columns, int row) throws IOException {
    try {
      return read(columns, row);
    } catch (IllegalArgumentException e) { // not a valid pose or camera
      throw columns.damaged(row, e);
    }
  }

  private static Step read(Columns columns, int row) throws IOException {
    List<PackedView> views = new ArrayList<>();
    for (Camera camera : Camera.POLICY) {
      views.add(view(camera, columns, row));
    }
    double[] state = columns.numbers(STATE_COLUMN, row, STATE.size());
    double[] action = columns.numbers(ACTION_COLUMN, row, ACTION.size());
    Proprioception felt = new Proprioception(pose(state), state[7] > 0.5, state[8], state[9]);
    Keyframe keyframe = new Keyframe(pose(action), action[7] > 0.5, action[8] > 0.5);
    Observation observation = new Observation(new LazyList<>(views, PackedView::unpack), felt);
    return new Step(observation, keyframe, columns.number(SECONDS, row));
  }

  private static PackedView view(Camera camera, Columns columns, int row) throws IOException {
    PackedImage image = new PackedImage(columns.bytes(Rows.bytes(image(camera)), row));
    int width = image.width();
    int height = image.height();
    double[] depth = columns.numbers(depth(camera), row, width * height);
    char[] millimetres = new char[depth.length];
    for (int i = 0; i < depth.length; i++) {
      millimetres[i] = (char) depth[i];
    }
    double[] placed = columns.numbers(camera(camera), row, CAMERA.size());
    return new PackedView(
        camera, projection(width, height, placed), image, PackedView.deflate(millimetres));
  }

  private static float flag(boolean value) {
    return value ? 1 : 0;
  }

  private static List<Float> numbers(Pose pose) {
    return Stream.of(pose.x(), pose.y(), pose.z(), pose.qx(), pose.qy(), pose.qz(), pose.qw())
        .map(Double::floatValue)
        .toList();
  }

  private static Pose pose(double[] n) {
    return new Pose(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
  }

  private static List<Double> numbers(Projection camera) {
    List<Double> numbers = new ArrayList<>(List.of(camera.focal()));
    for (double coordinate : camera.position()) {
      numbers.add(coordinate);
    }
    for (double entry : camera.rotation()) {
      numbers.add(entry);
    }
    return numbers;
  }

  private static Projection projection(int width, int height, double[] n) {
    double[] position = {n[1], n[2], n[3]};
    double[] rotation = IntStream.range(4, 13).mapToDouble(i -> n[i]).toArray();
    return new Projection(width, height, n[0], position, rotation);
  }
}
