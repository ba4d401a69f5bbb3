package dev.rlhf.trainer.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Files by path, with ranges, on this machine; it misbehaves as it is told to. */
public final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new TreeMap<>();
  private final Deque<Misdeed> misdeeds = new ArrayDeque<>();
  private final List<Request> requests = new ArrayList<>();

  /** What was asked for. */
  public record Request(String method, String path, String authorization, String range) {}

  /** What is done instead of giving a file. */
  @FunctionalInterface
  public interface Misdeed {
    void to(HttpExchange exchange, byte[] file) throws IOException;
  }

  public FileServer() {
    this(InetAddress.getLoopbackAddress());
  }

  /** On an address of this machine. */
  public FileServer(InetAddress address) {
    this(plain(address));
  }

  FileServer(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    handle("/", this::file);
    server.start();
  }

  private static HttpServer plain(InetAddress address) {
    try {
      return HttpServer.create(new InetSocketAddress(address, 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String host() {
    return "%s:%d"
        .formatted(
            server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort());
  }

  public String address() {
    return "http://" + host();
  }

  FileServer has(String path, byte[] bytes) {
    files.put(path, bytes);
    return this;
  }

  /** The next requests for files are answered so, each once. */
  FileServer misbehaves(Misdeed... inTurn) {
    misdeeds.addAll(List.of(inTurn));
    return this;
  }

  /** What is below a path is answered by somebody else. */
  void handle(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          note(exchange);
          handler.handle(exchange);
        });
  }

  private synchronized void note(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    requests.add(
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            headers.getFirst("Authorization"),
            headers.getFirst("Range")));
  }

  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  private void file(HttpExchange exchange) throws IOException {
    serve(exchange, files.get(exchange.getRequestURI().getPath()));
  }

  /** Gives a file, or does the next misdeed. */
  void serve(HttpExchange exchange, byte[] file) throws IOException {
    Misdeed misdeed;
    synchronized (this) {
      misdeed = "GET".equals(exchange.getRequestMethod()) ? misdeeds.poll() : null;
    }
    Optional.ofNullable(misdeed).orElse(FileServer::give).to(exchange, file);
  }

  private static void give(HttpExchange exchange, byte[] file) throws IOException {
    if (file == null) {
      status(404, "nothing here", Map.of()).to(exchange, null);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (range != null) {
      exchange
          .getResponseHeaders()
          .add("Content-Range", "bytes %d-%d/%d".formatted(from, file.length - 1, file.length));
    }
    send(exchange, range == null ? 200 : 206, Arrays.copyOfRange(file, from, file.length));
  }

  static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Answers with a status. */
  public static Misdeed status(int status, String words, Map<String, String> headers) {
    return (exchange, file) -> {
      headers.forEach(exchange.getResponseHeaders()::add);
      send(exchange, status, words.getBytes(StandardCharsets.UTF_8));
    };
  }

  /** Promises the file and hangs up after some bytes of it. */
  static Misdeed cutAfter(int bytes) {
    return (exchange, file) -> {
      exchange.sendResponseHeaders(200, file.length);
      exchange.getResponseBody().write(file, 0, bytes);
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  /** Gives other bytes, as many as it should. */
  static Misdeed wrongBytes() {
    return (exchange, file) -> send(exchange, 200, new byte[file.length]);
  }

  /** Gives more than it promised. */
  static Misdeed tooMuch() {
    return (exchange, file) -> send(exchange, 200, Arrays.copyOf(file, file.length + 1));
  }

  /** Does not know ranges. */
  static Misdeed wholeFile() {
    return (exchange, file) -> send(exchange, 200, file);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
