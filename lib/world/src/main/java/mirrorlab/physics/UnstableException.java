package mirrorlab.physics;

/**
 * The simulation has left the range in which its numbers mean something.
 *
 * <p>The state has to be {@linkplain State#reset reset} or {@linkplain State#restore restored}
 * before its next step.
 */
public final class UnstableException extends PhysicsException {
  private static final long serialVersionUID = 1;

  UnstableException(String message) {
    super(message);
  }
}
