package mirrorlab.physics;

/** MuJoCo is missing, rejects a scene, or has failed; the message gives the reason and the fix. */
public class PhysicsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PhysicsException(String message) {
    super(message);
  }

  PhysicsException(String message, Throwable cause) {
    super(message, cause);
  }
}
