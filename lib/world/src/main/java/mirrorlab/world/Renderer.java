package mirrorlab.world;

import java.util.ArrayList;
import java.util.List;
import mirrorlab.episode.Projection;
import mirrorlab.physics.Geom;
import mirrorlab.physics.Model;
import mirrorlab.physics.Shape;
import mirrorlab.physics.State;

/**
 * Takes pictures of a scene: colour, depth and segmentation, in plain Java.
 *
 * <p>Geoms of groups 0 to 2 are drawn if their opacity is above 0, and then opaque. Colours are
 * averaged over 3×3 samples per pixel. Soft shadows fall a little to the side, so that height is
 * visible. The same state and projection give the same bytes.
 *
 * <p>A renderer reuses its buffers and the surfaces that have not moved since its last picture; it
 * must be used by one thread.
 */
public final class Renderer {
  private final Model model;
  private final List<PlacedSurface> surfaces = new ArrayList<>();
  private final List<PlacedSurface> drawn = new ArrayList<>();
  private final List<PlacedSurface> casters = new ArrayList<>();
  private final boolean[] visible;
  private final float[] colours;
  private final ShadowMap shadow = new ShadowMap();
  private final Rasterizer rasterizer = new Rasterizer();
  private final Shading shading = new Shading(rasterizer, shadow);

  /** Creates a renderer for states of a model. */
  public Renderer(Model model) {
    this.model = model;
    for (Geom geom : model.geoms()) {
      if (geom.shown()) {
        surfaces.add(new PlacedSurface(geom.id(), Surface.of(model, geom)));
      }
    }
    visible = new boolean[model.geoms().size()];
    colours = new float[3 * model.geoms().size()];
  }

  /**
   * A picture of the scene as the last {@link State#kinematics} or {@link State#forward} left it.
   *
   * @throws IllegalArgumentException if the state is of another model
   */
  public Rendering render(State state, Projection projection) {
    if (state.model() != model) {
      throw new IllegalArgumentException("this renderer draws states of another model");
    }
    place(state);
    rasterizer.begin(projection);
    for (PlacedSurface surface : drawn) {
      rasterizer.draw(surface);
    }
    return shading.develop(projection, colours);
  }

  private void place(State state) {
    boolean changed = false;
    drawn.clear();
    casters.clear();
    for (PlacedSurface surface : surfaces) {
      int geom = surface.geom;
      float[] rgba = model.rgba(geom);
      for (int k = 0; k < 3; k++) {
        colours[3 * geom + k] = 255 * rgba[k];
      }
      boolean shows = rgba[3] > 0;
      changed |= surface.moveTo(state) | shows != visible[geom];
      visible[geom] = shows;
      if (shows) {
        drawn.add(surface);
        // There is nothing below a plane to receive its shadow.
        if (model.geoms().get(geom).shape() != Shape.PLANE) {
          casters.add(surface);
        }
      }
    }
    if (changed) {
      shadow.update(casters);
    }
  }
}
