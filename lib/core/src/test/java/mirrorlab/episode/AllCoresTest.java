package mirrorlab.episode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllCoresTest {
  @Test
  void resultsComeInTheOrderOfTheItemsWhicheverIsReadyFirst() throws Exception {
    List<Integer> items = IntStream.range(0, 20).boxed().toList();
    List<Integer> told = new ArrayList<>();
    List<Integer> results =
        AllCores.map(
            items,
            i -> {
              Thread.sleep(i % 3 == 0 ? 20 : 0);
              return i * i;
            },
            told::add);
    assertEquals(items.stream().map(i -> i * i).toList(), results);
    assertEquals(results, told);
  }

  @Test
  void aFailureComesThroughAsItIs() {
    IllegalArgumentException failure = new IllegalArgumentException("item 2");
    assertSame(
        failure,
        assertThrows(
            IllegalArgumentException.class,
            () ->
                AllCores.map(
                    List.of(1, 2, 3),
                    i -> {
                      if (i == 2) {
                        throw failure;
                      }
                      return i;
                    },
                    done -> {})));
  }

  @Test
  void aCheckedFailureIsTheCause() {
    IOException failure = new IOException("disk full");
    Exception e =
        assertThrows(
            UncheckedIOException.class,
            () ->
                AllCores.map(
                    List.of(1),
                    i -> {
                      throw failure;
                    },
                    done -> {}));
    assertSame(failure, e.getCause());
  }

  @Test
  void nothingRunsAnyMoreWhenAnInterruptedCallerGoesOn() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    AtomicBoolean endedFirst = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              assertThrows(
                  InterruptedException.class,
                  () ->
                      AllCores.map(
                          List.of(1),
                          i -> {
                            started.countDown();
                            long began = System.nanoTime();
                            while (System.nanoTime() - began < 300_000_000) {
                              Thread.onSpinWait(); // as native code, it takes no notice
                            }
                            ended.set(true);
                            return i;
                          },
                          done -> {}));
              endedFirst.set(ended.get());
            });
    caller.start();
    started.await();
    caller.interrupt();
    caller.join();
    assertTrue(endedFirst.get());
  }

  @Test
  void anInterruptionOfTheCallerStopsTheWork() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread caller =
        new Thread(
            () ->
                assertThrows(
                    InterruptedException.class,
                    () ->
                        AllCores.map(
                            List.of(1),
                            i -> {
                              started.countDown();
                              try {
                                Thread.sleep(60_000);
                              } finally {
                                stopped.countDown();
                              }
                              return i;
                            },
                            done -> {})));
    caller.start();
    started.await();
    caller.interrupt();
    stopped.await();
    caller.join();
  }
}
