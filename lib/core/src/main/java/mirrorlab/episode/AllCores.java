package mirrorlab.episode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs independent pieces of work on all cores, such as episodes and rollouts. */
public final class AllCores {
  private AllCores() {}

  /** One piece of work, which may fail. */
  @FunctionalInterface
  public interface Work<T, R> {
    /** The result for an item. */
    R of(T item) throws Exception;
  }

  /**
   * Applies {@code work} to each item; when this returns or throws, no work is running any more.
   *
   * @param done called with each result as it is ready, in the order of the items, in the calling
   *     thread
   * @return the results in the order of the items, whichever was ready first
   * @throws java.io.UncheckedIOException with the cause, if a piece fails with an IOException
   * @throws IllegalStateException with the cause, if a piece fails with another checked exception;
   *     unchecked ones are rethrown as they are
   * @throws InterruptedException if the calling thread is interrupted; the running pieces are
   *     interrupted, too, and waited for
   */
  public static <T, R> List<R> map(
      List<T> items, Work<? super T, ? extends R> work, Consumer<? super R> done)
      throws InterruptedException {
    ExecutorService cores =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<R>> futures = new ArrayList<>();
      for (T item : items) {
        futures.add(cores.submit(() -> work.of(item)));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        R result = future.get();
        results.add(result);
        done.accept(result);
      }
      return results;
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } finally {
      cores.shutdownNow();
      awaitEnd(cores);
    }
  }

  /** Waits even if this thread is interrupted: callers then free resources that the work uses. */
  private static void awaitEnd(ExecutorService cores) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = cores.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof IOException e) {
      return new UncheckedIOException(e.getMessage(), e);
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }
}
