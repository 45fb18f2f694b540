package mirrorlab.evaluation;

import mirrorlab.episode.Episode;
import mirrorlab.world.World;

/** The key of a scene. */
record Scene(String task, int variation, long seed) {
  static Scene of(Episode episode) {
    return new Scene(episode.task(), episode.variation(), episode.seed());
  }

  static Scene of(World world) {
    return new Scene(world.task().id(), world.variation(), world.seed());
  }
}
