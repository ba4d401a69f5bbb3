package dev.rlhf.operator.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;

/** Kills an operator once one of its writes is done, before it learns so. */
public final class Faults implements Interceptor {
  /** The operator was killed. */
  public static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final int at;
  private int writes;
  private boolean dead;

  /** Nobody is killed. */
  public static Faults none() {
    return new Faults(Integer.MAX_VALUE);
  }

  /** Kills after the write of this number, from 1. */
  public Faults(int at) {
    this.at = at;
  }

  /** Whether there was such a write. */
  public boolean hit() {
    return dead;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (dead) {
      throw new Killed();
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    writes += isWrite(request) ? 1 : 0;
    dead |= writes == at;
    if (dead) {
      throw new Killed();
    }
  }

  /** A dry run leaves nothing behind that a death after it could leave half done. */
  private static boolean isWrite(HttpRequest request) {
    String query = request.uri().getQuery();
    return !request.method().equals("GET") && (query == null || !query.contains("dryRun"));
  }
}
