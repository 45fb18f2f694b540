package mirrorlab.episode;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/**
 * An immutable list whose elements are computed at each access from smaller stored ones:
 * demonstrations that are read from disk stay packed until they are used.
 *
 * @param <A> type of the stored elements
 * @param <B> type of the computed elements
 */
public final class LazyList<A, B> extends AbstractList<B> implements RandomAccess {
  private final List<A> kept;
  private final Function<A, B> make;

  /** The list of the results of {@code make} for each stored element. */
  public LazyList(List<A> kept, Function<A, B> make) {
    this.kept = List.copyOf(kept);
    this.make = make;
  }

  /** An immutable list of the same elements, which stays lazy if it is. */
  public static <T> List<T> copyOf(List<T> list) {
    return list instanceof LazyList ? list : List.copyOf(list);
  }

  @Override
  public B get(int index) {
    return make.apply(kept.get(index));
  }

  @Override
  public int size() {
    return kept.size();
  }
}
