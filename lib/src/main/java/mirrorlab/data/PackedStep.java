package mirrorlab.data;

import java.util.List;
import mirrorlab.world.Keyframe;
import mirrorlab.world.Observation;
import mirrorlab.world.Proprioception;
import mirrorlab.world.View;

/** A {@link Step} with packed views. */
record PackedStep(
    List<PackedView> views, Proprioception proprioception, Keyframe action, double seconds) {

  Step unpack() {
    List<View> seen = views.stream().map(PackedView::unpack).toList();
    return new Step(new Observation(seen, proprioception), action, seconds);
  }
}
