package dev.rlhf.operator.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;

/** Kills an operator at one of its writes: before the write is sent, or once it is done. */
public final class Faults implements Interceptor {
  /** The operator was killed. */
  public static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Which side of a write. */
  public enum Side {
    BEFORE,
    AFTER
  }

  private final int at;
  private final Side side;
  private int writes;
  private boolean dead;

  /** Nobody is killed. */
  public static Faults none() {
    return new Faults(0, Side.BEFORE);
  }

  /** Kills at the write of this number, from 1. */
  public Faults(int at, Side side) {
    this.at = at;
    this.side = side;
  }

  /** Whether there was such a write. */
  public boolean hit() {
    return dead;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (isWrite(request)) {
      writes++;
      dieAt(Side.BEFORE);
    }
    if (dead) {
      throw new Killed();
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (isWrite(request)) {
      dieAt(Side.AFTER);
    }
    if (dead) {
      throw new Killed();
    }
  }

  private void dieAt(Side now) {
    dead |= writes == at && side == now;
  }

  private static boolean isWrite(HttpRequest request) {
    return !request.method().equals("GET");
  }
}
