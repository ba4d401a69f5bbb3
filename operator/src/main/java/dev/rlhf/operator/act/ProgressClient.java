package dev.rlhf.operator.act;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.Progress;
import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.operator.observe.ProgressSample;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks running pods how far they are. */
public final class ProgressClient {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressClient.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MAX_BYTES = 64 * 1024;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final int port;
  private final Clock clock;

  public ProgressClient(Clock clock) {
    this(StageEnvironment.DEFAULT_PORT, clock);
  }

  ProgressClient(int port, Clock clock) {
    this.port = port;
    this.clock = clock;
  }

  /** What the pod says; empty when it does not answer, which is no failure: it may be loading. */
  public Optional<ProgressSample> ask(Pod pod) {
    String ip = pod.getStatus().getPodIP();
    String host = ip.contains(":") ? "[" + ip + "]" : ip;
    var request =
        HttpRequest.newBuilder(URI.create("http://%s:%d/progress".formatted(host, port)))
            .timeout(PATIENCE)
            .build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return response.statusCode() == HttpURLConnection.HTTP_OK
            ? Optional.of(sample(pod, body.readNBytes(MAX_BYTES)))
            : Optional.empty();
      }
    } catch (IOException e) {
      LOG.debug("pod {} did not tell its progress", pod.getMetadata().getName(), e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private ProgressSample sample(Pod pod, byte[] json) throws IOException {
    return new ProgressSample(
        pod.getMetadata().getUid(), Documents.read(json, Progress.class), clock.instant());
  }
}
