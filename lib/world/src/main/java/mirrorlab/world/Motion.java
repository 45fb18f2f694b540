package mirrorlab.world;

import java.util.ArrayList;
import java.util.List;
import mirrorlab.physics.Model;
import mirrorlab.physics.State;

/** The history of a world, compact enough to store every moment and render it later. */
final class Motion {
  private record Moment(double[] qpos, float[][] colours) {}

  private final Model model;
  private final List<Moment> moments = new ArrayList<>();
  private float[][] colours;

  Motion(Model model) {
    this.model = model;
    colours = readColours();
  }

  /** Records the present moment; called once per control step. */
  void add(State state) {
    double[] qpos = new double[model.nq()];
    state.qpos().get(0, qpos);
    moments.add(new Moment(qpos, colours));
  }

  /** Must be called after a colour change: later moments have the new colours. */
  void painted() {
    colours = readColours();
  }

  int size() {
    return moments.size();
  }

  /** Restores a moment into another state of the model, and its colours into the model. */
  void show(int moment, State scratch) {
    double[] qpos = moments.get(moment).qpos;
    for (int i = 0; i < qpos.length; i++) {
      scratch.qpos().put(i, qpos[i]);
    }
    scratch.kinematics();
    paint(moments.get(moment).colours);
  }

  /** Restores the present colours after {@link #show}. */
  void showPresentColours() {
    paint(colours);
  }

  private void paint(float[][] rgba) {
    for (int geom = 0; geom < rgba.length; geom++) {
      model.setRgba(geom, rgba[geom][0], rgba[geom][1], rgba[geom][2], rgba[geom][3]);
    }
  }

  private float[][] readColours() {
    float[][] rgba = new float[model.geoms().size()][];
    for (int geom = 0; geom < rgba.length; geom++) {
      rgba[geom] = model.rgba(geom);
    }
    return rgba;
  }
}
