package dev.rlhf.operator.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.Progress;
import dev.rlhf.operator.observe.ProgressSample;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressClientTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Progress PROGRESS =
      new Progress(
          Progress.Phase.TRAINING, 3, 10, 0.5, 14L, 2.0, 0.1, null, null, Map.of("loss", 1.5));

  private HttpServer server;
  private ProgressClient client;
  private int status = 200;
  private String answer = Documents.json(PROGRESS);

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/progress",
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    client = new ProgressClient(server.getAddress().getPort(), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aPodTellsItsProgress() {
    assertThat(client.ask(pod())).contains(new ProgressSample("p1", PROGRESS, NOW));
  }

  @Test
  void aPodThatAnswersSomethingElseTellsNothing() {
    answer = "not json";
    assertThat(client.ask(pod())).isEmpty();
    status = 503;
    assertThat(client.ask(pod())).isEmpty();
  }

  @Test
  void aPodThatDoesNotListenTellsNothing() {
    server.stop(0);
    assertThat(client.ask(pod())).isEmpty();
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("p")
        .withUid("p1")
        .endMetadata()
        .withNewStatus()
        .withPodIP("127.0.0.1")
        .endStatus()
        .build();
  }
}
