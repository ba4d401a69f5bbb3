package dev.rlhf.operator.scale;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes down what an operator writes, and counts what it reads. */
final class Recorder implements Interceptor {
  private final List<Write> writes = new ArrayList<>();
  private int reads;

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (request.method().equals("GET")) {
      reads++;
    } else {
      String query = request.uri().getRawQuery();
      String path = request.uri().getRawPath() + (query == null ? "" : "?" + query);
      writes.add(new Write(request.method(), path, request.bodyString()));
    }
  }

  /** So far. */
  int reads() {
    return reads;
  }

  /** All writes since the last call. */
  List<Write> take() {
    List<Write> taken = List.copyOf(writes);
    writes.clear();
    return taken;
  }
}
