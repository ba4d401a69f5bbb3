package dev.rlhf.trainer.local;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks a stage's process how far it is. */
final class ProgressClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final HttpRequest request;

  ProgressClient(int port) {
    request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/progress".formatted(port)))
            .timeout(TIMEOUT)
            .build();
  }

  /** The stage's answer; empty while it has none, as in its first and last moments. */
  Optional<Progress> ask() throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      return answer.statusCode() == 200
          ? Optional.of(Documents.read(answer.body(), Progress.class))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
