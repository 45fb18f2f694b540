package mirrorlab.physics;

/**
 * The simulation has become unstable, so that its numbers are meaningless.
 *
 * <p>The state must be {@linkplain State#reset reset} or {@linkplain State#restore restored} before
 * its next step.
 */
public final class UnstableException extends PhysicsException {
  private static final long serialVersionUID = 1;

  UnstableException(String message) {
    super(message);
  }
}
