package mirrorlab.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mirrorlab.episode.Projection;
import mirrorlab.physics.Kind;
import mirrorlab.physics.Model;
import mirrorlab.physics.State;
import mirrorlab.world.RecordedEpisode;
import mirrorlab.world.Renderer;

/**
 * Pictures with depth of an episode's moments.
 *
 * @param side H = W in pixels
 */
record RenderRow(int side) implements Row {
  private static final String CAMERA = "front";
  private static final int EVERY = 20; // control steps from picture to picture

  @Override
  public String id() {
    return String.format(Locale.ROOT, "render-%d", side);
  }

  @Override
  public String compared() {
    return String.format(
        Locale.ROOT,
        "stack_blocks, front camera, colours (with shadows) and depth of %d×%d, a moment of the"
            + " episode for each picture, so that all has moved; 1 thread",
        side,
        side);
  }

  @Override
  public String unit() {
    return "picture";
  }

  @Override
  public double goal() {
    return 8;
  }

  @Override
  public double tolerance() {
    return 2e-3;
  }

  @Override
  public Side ours(Session session) throws IOException {
    RecordedEpisode episode = Scenes.recorded(session);
    return new Ours(episode.model(), episode.start(), episode.controls());
  }

  @Override
  public List<Peer> peers(Session session) throws Exception {
    Map<String, ?> settings =
        Map.of(
            "folder",
            Scenes.folder(session).toString(),
            "side",
            side,
            "camera",
            CAMERA,
            "every",
            EVERY);
    return List.of(session.peer("renderer", "picture", "mujoco.Renderer", settings));
  }

  private final class Ours implements Side {
    private final Model model;
    private final State state;
    private final Renderer renderer;
    private final List<double[]> moments = new ArrayList<>();

    Ours(Model model, double[] start, List<double[]> controls) {
      this.model = model;
      state = new State(model);
      renderer = new Renderer(model);
      state.restore(start);
      for (int i = 0; i < controls.size(); i++) {
        state.ctrl().put(0, controls.get(i));
        state.step(EpisodeRow.SUBSTEPS);
        if (i % EVERY == 0) {
          moments.add(state.save());
        }
      }
    }

    private float[] depth(int moment) {
      state.restore(moments.get(moment % moments.size()));
      int camera = model.id(Kind.CAMERA, CAMERA);
      Projection projection =
          Projection.of(
              side,
              side,
              model.cameraFovy(camera),
              state.cameraPosition(camera),
              state.cameraRotation(camera));
      return renderer.render(state, projection).depth();
    }

    @Override
    public Timing run(long n) throws Exception {
      return Timing.of(
          () -> {
            for (int i = 0; i < n; i++) {
              depth(i);
            }
          });
    }

    /** The median depth of each picture. */
    @Override
    public double[] answer() {
      double[] medians = new double[moments.size()];
      for (int i = 0; i < medians.length; i++) {
        float[] depth = depth(i);
        Arrays.sort(depth);
        medians[i] = depth[depth.length / 2];
      }
      return medians;
    }

    @Override
    public void close() {
      state.close();
      model.close();
    }
  }
}
