package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** What a training leaves behind while it runs. */
interface CheckpointStore extends Closeable {

  /** How far a training is. */
  record State(long step, double seconds) {
    static final State BEGINNING = new State(0, 0);
  }

  /** Reads the newest checkpoint into the arrays, and tells how far it is. */
  State restore(Map<String, NDArray> weights, Map<String, NDArray> rest) throws IOException;

  /** Takes down one step. */
  void add(Progress progress) throws IOException;

  /** Whether it is time for a checkpoint after this step, counted from 1. */
  boolean due(long step);

  /** Makes a checkpoint. */
  void save(Map<String, NDArray> weights, Map<String, NDArray> rest, State state)
      throws IOException;

  /** Leaves nothing behind. */
  CheckpointStore NONE =
      new CheckpointStore() {
        @Override
        public State restore(Map<String, NDArray> weights, Map<String, NDArray> rest) {
          return State.BEGINNING;
        }

        @Override
        public void add(Progress progress) {}

        @Override
        public boolean due(long step) {
          return false;
        }

        @Override
        public void save(Map<String, NDArray> weights, Map<String, NDArray> rest, State state) {}

        @Override
        public void close() {}
      };
}
