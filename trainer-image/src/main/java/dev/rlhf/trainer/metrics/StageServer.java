package dev.rlhf.trainer.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rlhf.contract.Documents;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The stage's HTTP port: {@code /metrics}, {@code /progress} and {@code /healthz}. */
public final class StageServer implements AutoCloseable {
  private static final int THREADS = 2;

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, StageServer::daemon);

  /** Serves on a port, 0 for any that is free. */
  public StageServer(int port, StageMetrics metrics, StageMonitor monitor) throws IOException {
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(threads);
    server.createContext("/metrics", new MetricsHandler(metrics.registry()));
    server.createContext(
        "/progress",
        exchange -> answer(exchange, "application/json", Documents.json(monitor.progress())));
    server.createContext("/healthz", exchange -> answer(exchange, "text/plain", "ok\n"));
    server.start();
  }

  /** Serving must not keep a process alive that has nothing left to do. */
  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "http");
    thread.setDaemon(true);
    return thread;
  }

  /** The port that is served. */
  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
