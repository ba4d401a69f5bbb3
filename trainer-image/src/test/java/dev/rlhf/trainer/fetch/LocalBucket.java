package dev.rlhf.trainer.fetch;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An object store with one bucket, which is part of the path. */
final class LocalBucket implements AutoCloseable {
  private final FileServer server = new FileServer();
  private final String name;
  private final Map<String, byte[]> objects = new TreeMap<>();
  private String refusal;

  LocalBucket(String name) {
    this.name = name;
    server.handle("/" + name, this::answer);
    server.handle("/other", exchange -> fail(exchange, 404, "NoSuchBucket"));
  }

  FileServer server() {
    return server;
  }

  LocalBucket has(String key, byte[] bytes) {
    objects.put(key, bytes);
    return this;
  }

  void refuses(String code) {
    refusal = code;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    if (refusal != null) {
      fail(exchange, 403, refusal);
    } else if (query.contains("list-type=2")) {
      list(exchange, query.replaceFirst(".*prefix=([^&]*).*", "$1"));
    } else {
      object(exchange, path.substring(name.length() + 2));
    }
  }

  private void list(HttpExchange exchange, String prefix) throws IOException {
    String contents =
        objects.entrySet().stream()
            .filter(object -> object.getKey().startsWith(prefix))
            .map(
                object ->
                    "<Contents><Key>%s</Key><Size>%d</Size><ETag>%s</ETag></Contents>"
                        .formatted(
                            object.getKey(), object.getValue().length, etag(object.getValue())))
            .collect(Collectors.joining());
    send(exchange, 200, "<ListBucketResult>%s</ListBucketResult>".formatted(contents));
  }

  private void object(HttpExchange exchange, String key) throws IOException {
    byte[] bytes = objects.get(key);
    String wanted = exchange.getRequestHeaders().getFirst("If-Match");
    if (bytes == null) {
      fail(exchange, 404, "NoSuchKey");
    } else if (wanted != null && !wanted.equals(etag(bytes))) {
      fail(exchange, 412, "PreconditionFailed");
    } else {
      exchange.getResponseHeaders().add("ETag", etag(bytes));
      server.serve(exchange, bytes);
    }
  }

  private static void fail(HttpExchange exchange, int status, String code) throws IOException {
    send(exchange, status, "<Error><Code>%s</Code><Message>no</Message></Error>".formatted(code));
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/xml");
    FileServer.send(exchange, status, xml.getBytes(StandardCharsets.UTF_8));
  }

  private static String etag(byte[] bytes) {
    try {
      return "\"" + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes)) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
