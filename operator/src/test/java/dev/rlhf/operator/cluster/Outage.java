package dev.rlhf.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;

/** An API server that cannot be reached from a write on, for so many calls. */
final class Outage implements Interceptor {
  static final int CALLS = 5;

  private final int at;
  private final boolean answerIsLost;
  private int writes;
  private int failures;

  /**
   * @param at the number of that write, from 1
   * @param answerIsLost whether it is still carried out, and nobody learns so
   */
  Outage(int at, boolean answerIsLost) {
    this.at = at;
    this.answerIsLost = answerIsLost;
  }

  /** Whether there was such a write. */
  boolean hit() {
    return failures > 0;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    writes += isWrite(request) ? 1 : 0;
    boolean begins = writes == at && failures == 0;
    if (begins && answerIsLost) {
      return;
    }
    if (begins || failures > 0 && failures < CALLS) {
      fail();
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (answerIsLost && writes == at && failures == 0) {
      fail();
    }
  }

  private void fail() {
    failures++;
    throw new KubernetesClientException("the API server cannot be reached");
  }

  private static boolean isWrite(HttpRequest request) {
    return !request.method().equals("GET");
  }
}
