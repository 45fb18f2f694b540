package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** Stores a training's metrics and checkpoints while it runs. */
interface CheckpointStore extends Closeable {

  /** The progress of a training. */
  record State(long step, double seconds) {
    static final State BEGINNING = new State(0, 0);
  }

  /** Reads the newest checkpoint into the arrays and returns its progress. */
  State restore(Map<String, NDArray> weights, Map<String, NDArray> rest) throws IOException;

  /** Records one step. */
  void add(Progress progress) throws IOException;

  /** Whether a checkpoint is due after this step, counted from 1. */
  boolean due(long step);

  /** Saves a checkpoint. */
  void save(Map<String, NDArray> weights, Map<String, NDArray> rest, State state)
      throws IOException;

  /** Stores nothing. */
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
