package dev.rlhf.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {

  private final NDManager manager = TorchRuntime.manager();
  private final Lanes lanes = Lanes.of(manager);

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void sortedRowsAreDealtForthAndBack() {
    assertThat(lanes.deal(List.of(9, 8, 7, 6, 5))).containsExactly(List.of(9, 6, 5), List.of(8, 7));
  }

  @Test
  void oneRowIsOnePart() {
    assertThat(lanes.deal(List.of(9))).containsExactly(List.of(9));
  }

  @Test
  void resultsComeInTheOrderOfParts() {
    assertThat(lanes.each(List.of("a", "b"), (part, lane) -> part + lane))
        .containsExactly("a0", "b1");
  }

  @Test
  void partsAreUnderWayAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);
    assertThat(
            lanes.each(
                List.of(1, 2),
                (part, lane) -> {
                  both.countDown();
                  return met(both);
                }))
        .containsExactly(true, true);
  }

  @Test
  void onePartAloneIsComputedByTheCaller() {
    assertThat(lanes.each(List.of(1), (part, lane) -> Thread.currentThread()))
        .containsExactly(Thread.currentThread());
  }

  @Test
  void whatAPartThrowsIsThrownWhenNothingIsUnderWayAnyMore() {
    CountDownLatch thrown = new CountDownLatch(1);
    AtomicBoolean other = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                lanes.each(
                    List.of(1, 2),
                    (part, lane) -> {
                      if (part == 1) {
                        thrown.countDown();
                        throw new IllegalStateException("of the first part");
                      }
                      other.set(met(thrown));
                      return part;
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("of the first part");
    assertThat(other).isTrue();
  }

  @Test
  void eachHasItsShareOfTheProcessors() {
    assertThat(lanes.each(List.of(1, 2), (part, lane) -> JniUtils.getNumThreads()))
        .containsOnly(TorchRuntime.threads() / 2);
    TorchRuntime.prepareThread();
    assertThat(JniUtils.getNumThreads()).isEqualTo(TorchRuntime.threads());
  }

  @Test
  void whatAnotherThreadIsGivenChangesNothingForOneThatHasNotComputedYet() throws Exception {
    ExecutorService first = Executors.newSingleThreadExecutor();
    ExecutorService second = Executors.newSingleThreadExecutor();
    try {
      first.submit(() -> TorchRuntime.prepareThread()).get();
      second.submit(() -> TorchRuntime.prepareThread(1)).get();
      assertThat(first.submit(JniUtils::getNumThreads).get()).isEqualTo(TorchRuntime.threads());
    } finally {
      first.shutdown();
      second.shutdown();
    }
  }

  private static boolean met(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
