package mirrorlab.bench;

import java.util.List;
import java.util.Map;
import mirrorlab.physics.Model;
import mirrorlab.physics.State;
import mirrorlab.world.RecordedEpisode;

/** A whole episode by an expert's controls: only physics, no planning and no pictures. */
final class EpisodeRow implements Row {
  /** Steps of the physics in a control step. */
  static final int SUBSTEPS = 5;

  @Override
  public String id() {
    return "physics-episode";
  }

  @Override
  public String compared() {
    return "stack_blocks, the expert's controls of one episode replayed; a control step sets 8"
        + " controls, makes 5 steps and updates all places; 1 thread";
  }

  @Override
  public String unit() {
    return "episode";
  }

  @Override
  public double goal() {
    return 1;
  }

  @Override
  public Side ours(Session session) throws Exception {
    return new Ours(Scenes.recorded(session));
  }

  @Override
  public List<Peer> peers(Session session) throws Exception {
    Map<String, ?> settings = Map.of("folder", Scenes.folder(session).toString());
    return List.of(session.peer("physics", "episode", "mujoco for Python", settings));
  }

  /** Replays the recorded controls. */
  static final class Ours implements Side {
    private final RecordedEpisode episode;
    private final Model model;
    private final State state;

    Ours(RecordedEpisode episode) {
      this.episode = episode;
      model = episode.model();
      state = new State(model);
    }

    State state() {
      return state;
    }

    void restart() {
      state.restore(episode.start());
    }

    private void replay() {
      restart();
      for (double[] controls : episode.controls()) {
        state.ctrl().put(0, controls);
        state.step(SUBSTEPS);
        state.kinematics();
      }
    }

    @Override
    public Timing run(long n) throws Exception {
      return Timing.of(n, this::replay);
    }

    /** Positions and velocities at the end. */
    @Override
    public double[] answer() {
      replay();
      int nq = model.nq();
      double[] numbers = new double[nq + model.nv()];
      state.qpos().get(0, numbers, 0, nq);
      state.qvel().get(0, numbers, nq, model.nv());
      return numbers;
    }

    @Override
    public void close() {
      state.close();
      model.close();
    }
  }
}
