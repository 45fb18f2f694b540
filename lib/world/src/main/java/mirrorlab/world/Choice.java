package mirrorlab.world;

import java.util.List;

/**
 * The bodies of a scene among which its instruction chooses: where they stand and what colour they
 * have must not tell which are right, only the instruction does.
 *
 * @param right names of those that the instruction means now
 * @param wrong names of those that another instruction could have meant
 */
public record Choice(List<String> right, List<String> wrong) {
  /** No body is chosen, as where only a number is. */
  public static final Choice NONE = new Choice(List.of(), List.of());

  /** Makes the lists immutable. */
  public Choice {
    right = List.copyOf(right);
    wrong = List.copyOf(wrong);
  }

  /** One of the bodies that are alike. */
  public static Choice among(List<String> all, String right) {
    return new Choice(List.of(right), all.stream().filter(body -> !body.equals(right)).toList());
  }

  /** One body among others. */
  public static Choice of(String right, String... wrong) {
    return new Choice(List.of(right), List.of(wrong));
  }
}
