package mirrorlab.world;

import java.util.ArrayList;
import java.util.List;
import mirrorlab.physics.Model;
import mirrorlab.physics.State;

/** What has happened so far, kept light enough to be kept whole and drawn afterwards. */
final class Motion {
  private record Moment(double[] qpos, float[][] colours) {}

  private final Model model;
  private final List<Moment> moments = new ArrayList<>();
  private float[][] colours;

  Motion(Model model) {
    this.model = model;
    colours = readColours();
  }

  /** Keeps the present moment; one a control step. */
  void add(State state) {
    double[] qpos = new double[model.nq()];
    state.qpos().get(0, qpos);
    moments.add(new Moment(qpos, colours));
  }

  /** To be called when a geom was painted: later moments have the new colours. */
  void painted() {
    colours = readColours();
  }

  int size() {
    return moments.size();
  }

  /** Shows a moment in another state of the model, and in the model's colours. */
  void show(int moment, State scratch) {
    double[] qpos = moments.get(moment).qpos;
    for (int i = 0; i < qpos.length; i++) {
      scratch.qpos().put(i, qpos[i]);
    }
    scratch.kinematics();
    paint(moments.get(moment).colours);
  }

  /** The colours of the present again, after {@link #show}. */
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
