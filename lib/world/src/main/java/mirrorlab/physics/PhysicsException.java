package mirrorlab.physics;

/** MuJoCo is missing, refuses a scene, or has failed; the message says why and what to do. */
public class PhysicsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PhysicsException(String message) {
    super(message);
  }

  PhysicsException(String message, Throwable cause) {
    super(message, cause);
  }
}
