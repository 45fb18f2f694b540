package mirrorlab.world;

import java.util.List;

/**
 * The bodies of a scene among which its instruction chooses. Their positions and colours must not
 * reveal the right ones; only the instruction does.
 *
 * @param right names of the bodies that the instruction means
 * @param wrong names of the bodies that another instruction could have meant
 */
public record Choice(List<String> right, List<String> wrong) {
  /** No choice of a body, as in tasks whose instruction names only a number. */
  public static final Choice NONE = new Choice(List.of(), List.of());

  /** Makes the lists immutable. */
  public Choice {
    right = List.copyOf(right);
    wrong = List.copyOf(wrong);
  }

  /** One of several bodies of the same kind. */
  public static Choice among(List<String> all, String right) {
    return new Choice(List.of(right), all.stream().filter(body -> !body.equals(right)).toList());
  }

  /** One body among others. */
  public static Choice of(String right, String... wrong) {
    return new Choice(List.of(right), List.of(wrong));
  }
}
