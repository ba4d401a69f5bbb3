package dev.rlhf.trainer.reward;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rlhf.plan.RewardSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A reward service on this machine that answers what it was told to, in turn. */
public final class LocalService implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();

  /** How it answers one request. */
  @FunctionalInterface
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  public LocalService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/score", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Answer next;
    synchronized (this) {
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
      next = answers.size() > 1 ? answers.poll() : answers.peek();
    }
    next.to(exchange);
  }

  /** The last one is said again and again. */
  public LocalService says(Answer... inTurn) {
    answers.addAll(List.of(inTurn));
    return this;
  }

  public static Answer status(int status, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    };
  }

  /** Rewards that follow from what was asked. */
  public LocalService replies(Reply reply) {
    return says(exchange -> status(200, reply.to(bodies().get(bodies().size() - 1))).to(exchange));
  }

  /** What it answers to a request's body. */
  @FunctionalInterface
  public interface Reply {
    String to(String request) throws IOException;
  }

  static Answer rewards(String numbers) {
    return status(200, "{\"version\": 1, \"rewards\": [%s]}".formatted(numbers));
  }

  /** Promises more than it sends. */
  static Answer cut() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  /** Never answers. */
  static Answer silence() {
    return exchange -> {};
  }

  static Answer busy(String seconds) {
    return exchange -> {
      exchange.getResponseHeaders().add("Retry-After", seconds);
      status(429, "later").to(exchange);
    };
  }

  public RewardSettings.Http settings(int batchSize, int timeoutSeconds, int retries) {
    return new RewardSettings.Http(
        "http://127.0.0.1:%d/score".formatted(server.getAddress().getPort()),
        batchSize,
        timeoutSeconds,
        retries,
        null);
  }

  public synchronized List<String> bodies() {
    return List.copyOf(bodies);
  }

  synchronized List<String> tokens() {
    return new ArrayList<>(tokens);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
