package dev.rlhf.trainer.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rlhf.contract.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A hub with one repository; its weights lie at another host, as at Hugging Face. */
public final class LocalHub implements AutoCloseable {
  public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private final FileServer front;
  private final FileServer store;
  private final Map<String, byte[]> files = new TreeMap<>();
  private String token;

  public LocalHub() {
    this(new FileServer());
  }

  LocalHub(HttpServer front) {
    this(new FileServer(front));
  }

  private LocalHub(FileServer front) {
    this(front, new FileServer());
  }

  /**
   * @param store where weights are
   */
  public LocalHub(FileServer front, FileServer store) {
    this.front = front;
    this.store = store;
    front.handle("/api/", this::repository);
    front.handle("/org/name/resolve/" + COMMIT, this::resolve);
    front.handle("/datasets/org/name/resolve/" + COMMIT, this::resolve);
  }

  /** What runs are to be told. */
  public String address() {
    return front.address();
  }

  FileServer front() {
    return front;
  }

  /** Where weights are. */
  FileServer store() {
    return store;
  }

  /** A file at every revision. */
  public LocalHub has(String name, byte[] bytes) {
    files.put(name, bytes);
    store.has("/" + name, bytes);
    return this;
  }

  /** Nobody gets anything without it. */
  public LocalHub wants(String secret) {
    token = secret;
    return this;
  }

  private boolean isLetIn(HttpExchange exchange) throws IOException {
    String said = exchange.getRequestHeaders().getFirst("Authorization");
    if (token != null && !("Bearer " + token).equals(said)) {
      FileServer.status(401, "Invalid username or password.", Map.of()).to(exchange, null);
      return false;
    }
    return true;
  }

  private void repository(HttpExchange exchange) throws IOException {
    if (!isLetIn(exchange)) {
      return;
    }
    String path = exchange.getRequestURI().getPath();
    if (!path.matches("/api/(models|datasets)/org/name/revision/(main|" + COMMIT + ")")) {
      FileServer.status(404, "Invalid rev id", Map.of("X-Error-Code", "RevisionNotFound"))
          .to(exchange, null);
      return;
    }
    String siblings =
        files.keySet().stream()
            .map("{\"rfilename\": \"%s\"}"::formatted)
            .collect(Collectors.joining(", "));
    front.serve(
        exchange,
        "{\"sha\": \"%s\", \"siblings\": [%s]}"
            .formatted(COMMIT, siblings)
            .getBytes(StandardCharsets.UTF_8));
  }

  private void resolve(HttpExchange exchange) throws IOException {
    if (!isLetIn(exchange)) {
      return;
    }
    String name = exchange.getRequestURI().getPath().replaceFirst(".*/resolve/[^/]*/", "");
    byte[] file = files.get(name);
    var headers = exchange.getResponseHeaders();
    headers.add("X-Repo-Commit", COMMIT);
    if (name.endsWith(".safetensors") || name.endsWith(".gz")) {
      headers.add("X-Linked-Etag", "\"" + Digest.of(file) + "\"");
      headers.add("X-Linked-Size", Integer.toString(file.length));
      headers.add("Location", store.address() + "/" + name);
      FileServer.send(exchange, 302, new byte[0]);
    } else if ("HEAD".equals(exchange.getRequestMethod())) {
      headers.add("ETag", "W/\"" + blob(file) + "\"");
      headers.add("Content-Length", Integer.toString(file.length));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    } else {
      front.serve(exchange, file);
    }
  }

  /** As {@code git hash-object} has it. */
  private static String blob(byte[] file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + file.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    front.close();
    store.close();
  }
}
