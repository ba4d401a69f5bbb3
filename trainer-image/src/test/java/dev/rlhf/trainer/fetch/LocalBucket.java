package dev.rlhf.trainer.fetch;

import com.sun.net.httpserver.HttpExchange;
import dev.rlhf.trainer.fetch.FileServer.Misdeed;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An object store with one bucket, which is part of the path. */
public final class LocalBucket implements AutoCloseable {
  private final FileServer server;
  private final String name;
  private final Map<String, StoredObject> objects = new TreeMap<>();
  private final LocalUploads uploads = new LocalUploads(this);
  private final Deque<Misdeed> misdeeds = new ArrayDeque<>();
  private final List<String> writes = new ArrayList<>();
  private String refusal;

  public LocalBucket(String name) {
    this(name, new FileServer());
  }

  public LocalBucket(String name, FileServer server) {
    this.name = name;
    this.server = server;
    server.handle("/" + name, this::answer);
    server.handle("/other", exchange -> Reply.error(404, "NoSuchBucket").to(exchange));
  }

  public FileServer server() {
    return server;
  }

  public LocalBucket has(String key, byte[] bytes) {
    objects.put(key, new StoredObject(bytes, Map.of()));
    return this;
  }

  public Map<String, StoredObject> objects() {
    return objects;
  }

  /** What was written, in turn: objects and parts by their keys. */
  public List<String> writes() {
    return writes;
  }

  public LocalUploads uploads() {
    return uploads;
  }

  public void refuses(String code) {
    refusal = code;
  }

  /** The next requests that write are answered so, each once; null for what is right. */
  public LocalBucket spoils(Misdeed... inTurn) {
    for (Misdeed misdeed : inTurn) {
      misdeeds.add(
          Optional.ofNullable(misdeed)
              .orElse((request, body) -> written(request, body).to(request)));
    }
    return this;
  }

  /** The store says no, in its own way. */
  public static Misdeed says(int status, String code) {
    return (exchange, body) -> Reply.error(status, code).to(exchange);
  }

  /** It does as it was told, and nobody hears of it. */
  public Misdeed doesAndHangsUp() {
    return (exchange, body) -> {
      written(exchange, body);
      exchange.close();
    };
  }

  private void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String query = query(exchange);
    if (refusal != null) {
      Reply.error(403, refusal).to(exchange);
    } else if (query.contains("list-type=2")) {
      list(exchange, query.replaceFirst(".*prefix=([^&]*).*", "$1"));
    } else if (method.equals("GET") || method.equals("HEAD")) {
      object(exchange, key(exchange));
    } else {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Optional.ofNullable(misdeeds.poll())
          .orElse((request, sent) -> written(request, sent).to(request))
          .to(exchange, body);
    }
  }

  private Reply written(HttpExchange exchange, byte[] body) {
    String key = key(exchange);
    String query = query(exchange);
    if (exchange.getRequestMethod().equals("PUT")
        && !StoredObject.isSent(body, exchange.getRequestHeaders().getFirst("Content-MD5"))) {
      return Reply.error(400, "BadDigest");
    }
    if (query.contains("upload")) {
      return uploads.answer(exchange, key, query, body);
    }
    return keep(
        exchange, key, new StoredObject(body, StoredObject.metadata(exchange.getRequestHeaders())));
  }

  Reply keep(HttpExchange exchange, String key, StoredObject object) {
    if (objects.containsKey(key)
        && "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      return Reply.error(412, "PreconditionFailed");
    }
    objects.put(key, object);
    writes.add(key);
    return Reply.done("");
  }

  private void list(HttpExchange exchange, String prefix) throws IOException {
    String contents =
        objects.entrySet().stream()
            .filter(object -> object.getKey().startsWith(prefix))
            .map(
                object ->
                    "<Contents><Key>%s</Key><Size>%d</Size><ETag>%s</ETag></Contents>"
                        .formatted(
                            object.getKey(),
                            object.getValue().bytes().length,
                            object.getValue().etag()))
            .collect(Collectors.joining());
    Reply.done("<ListBucketResult>%s</ListBucketResult>".formatted(contents)).to(exchange);
  }

  private void object(HttpExchange exchange, String key) throws IOException {
    StoredObject object = objects.get(key);
    String wanted = exchange.getRequestHeaders().getFirst("If-Match");
    if (object == null) {
      Reply.error(404, "NoSuchKey").to(exchange);
    } else if (wanted != null && !wanted.equals(object.etag())) {
      Reply.error(412, "PreconditionFailed").to(exchange);
    } else {
      exchange.getResponseHeaders().add("ETag", object.etag());
      object.metadata().forEach(exchange.getResponseHeaders()::add);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().add("Content-Length", "" + object.bytes().length);
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
      } else {
        server.serve(exchange, object.bytes());
      }
    }
  }

  private String key(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().substring(name.length() + 2);
  }

  private static String query(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
  }

  @Override
  public void close() {
    server.close();
  }
}
