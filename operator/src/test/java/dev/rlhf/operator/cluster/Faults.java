package dev.rlhf.operator.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;

/** Kills an operator at one of its calls: before it is sent, or once it is done. */
public final class Faults implements Interceptor {
  /** The operator was killed. */
  public static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Which side of a call. */
  public enum Side {
    BEFORE,
    AFTER
  }

  private int calls;
  private final int at;
  private final Side side;

  /** No call is cut off. */
  public Faults() {
    this(0, Side.BEFORE);
  }

  /** The call of this number, from 1, is cut off. */
  public Faults(int at, Side side) {
    this.at = at;
    this.side = side;
  }

  /** How many calls there were. */
  public int calls() {
    return calls;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    calls++;
    kill(Side.BEFORE);
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    kill(Side.AFTER);
  }

  private void kill(Side now) {
    if (calls == at && side == now) {
      throw new Killed();
    }
  }
}
