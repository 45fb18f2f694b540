package mirrorlab.nn;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;

/** Prepares the next batch in a background thread during the current step. */
final class Prefetch<B> implements AutoCloseable {
  private final LongFunction<B> source;
  private final ExecutorService background;
  private CompletableFuture<B> next;
  private long waited; // nanoseconds

  Prefetch(LongFunction<B> source, long first) {
    this.source = source;
    background =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "batches");
              thread.setDaemon(true);
              return thread;
            });
    prepare(first);
  }

  /** The batch of {@code step}; steps must be requested in order. */
  B take(long step) throws InterruptedException {
    try {
      long began = System.nanoTime();
      B batch = next.get();
      waited += System.nanoTime() - began;
      prepare(step + 1);
      return batch;
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the batch of step " + step + " failed: " + e.getCause().getMessage(), e.getCause());
    }
  }

  /** Seconds that {@link #take} has waited for batches in all. */
  double waited() {
    return waited / 1e9;
  }

  private void prepare(long step) {
    next = CompletableFuture.supplyAsync(() -> source.apply(step), background);
  }

  /** Waits for the batch in preparation, even if this thread is interrupted. */
  @Override
  public void close() {
    background.shutdown();
    next.handle((batch, failure) -> batch).join();
  }
}
