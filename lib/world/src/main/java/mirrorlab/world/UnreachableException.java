package mirrorlab.world;

/** A keyframe's pose is out of bounds, out of the arm's reach, or blocked. */
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreachableException(String message) {
    super(message);
  }
}
