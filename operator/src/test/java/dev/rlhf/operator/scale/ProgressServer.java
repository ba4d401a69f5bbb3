package dev.rlhf.operator.scale;

import com.sun.net.httpserver.HttpServer;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.Progress;
import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StageStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** Answers for all running pods how far they are, and measures when statuses show it. */
final class ProgressServer implements AutoCloseable {
  /** The pods' address: one of this machine that nobody else listens at. */
  static final String IP = "127.77.0.1";

  private static final long TOTAL = 100_000;

  private final HttpServer server;
  private final List<Long> steps = new ArrayList<>();
  private final Map<String, Integer> shown = new ConcurrentHashMap<>();
  private final List<Long> latencies = new ArrayList<>();

  ProgressServer(Seen seen) throws IOException {
    server = HttpServer.create(new InetSocketAddress(IP, StageEnvironment.DEFAULT_PORT), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext(
        "/progress",
        exchange -> {
          byte[] body = Documents.jsonLine(progress()).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    seen.always(this::look);
  }

  /** All pods make a step. */
  synchronized void step() {
    steps.add(System.nanoTime());
  }

  private synchronized Progress progress() {
    return new Progress(
        Progress.Phase.TRAINING,
        steps.size(),
        TOTAL,
        1,
        TOTAL - steps.size(),
        1.0,
        0,
        null,
        null,
        Map.of("loss", 1.0 / (1 + steps.size())));
  }

  /** Of the steps that a status shows, the first one has waited for it longest. */
  private synchronized void look(RLHFRun run, StageStatus stage) {
    if (stage.progress() == null) {
      return;
    }
    int step = stage.progress().step().intValue();
    Integer before = shown.put(run.getMetadata().getName() + stage.name(), step);
    if (before != null && step > before) {
      latencies.add(System.nanoTime() - steps.get(before));
    }
  }

  synchronized List<Long> take() {
    List<Long> taken = List.copyOf(latencies);
    latencies.clear();
    return taken;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
