package mirrorlab.episode;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/**
 * An immutable list whose elements are made each time that they are asked for, from something
 * smaller: demonstrations that are read from disk stay packed until they are looked at.
 *
 * @param <A> what is kept
 * @param <B> what is made of it
 */
public final class LazyList<A, B> extends AbstractList<B> implements RandomAccess {
  private final List<A> kept;
  private final Function<A, B> make;

  /** The list of what is made of each element of another. */
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
