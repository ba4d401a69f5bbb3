package dev.rlhf.trainer.fetch;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What is sent to a {@link LocalBucket} in parts. */
public final class LocalUploads {
  private final LocalBucket bucket;
  private final Map<String, Begun> open = new HashMap<>();
  private int begun;

  private record Begun(Map<String, String> metadata, Map<Integer, byte[]> parts) {}

  LocalUploads(LocalBucket bucket) {
    this.bucket = bucket;
  }

  /** How many were neither completed nor aborted. */
  public int open() {
    return open.size();
  }

  Reply answer(HttpExchange exchange, String key, String query, byte[] body) {
    if (exchange.getRequestMethod().equals("POST") && query.equals("uploads")) {
      String id = "upload-" + ++begun;
      open.put(id, new Begun(StoredObject.metadata(exchange.getRequestHeaders()), new TreeMap<>()));
      return Reply.done(
          "<InitiateMultipartUploadResult><UploadId>%s</UploadId></InitiateMultipartUploadResult>"
              .formatted(id));
    }
    String id = query.replaceFirst(".*uploadId=([^&]*).*", "$1");
    Begun upload = open.get(id);
    if (upload == null) {
      return Reply.error(404, "NoSuchUpload");
    }
    return switch (exchange.getRequestMethod()) {
      case "PUT" ->
          part(
              key,
              upload,
              Integer.parseInt(query.replaceFirst(".*partNumber=(\\d+).*", "$1")),
              body);
      case "POST" -> complete(exchange, key, id, upload);
      default -> {
        open.remove(id);
        yield new Reply(204, "", Map.of());
      }
    };
  }

  private Reply part(String key, Begun upload, int number, byte[] body) {
    upload.parts().put(number, body);
    bucket.writes().add("%s#%d".formatted(key, number));
    return new Reply(200, "", Map.of("ETag", new StoredObject(body, Map.of()).etag()));
  }

  private Reply complete(HttpExchange exchange, String key, String id, Begun upload) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    upload.parts().values().forEach(whole::writeBytes);
    Reply reply =
        bucket.keep(exchange, key, new StoredObject(whole.toByteArray(), upload.metadata()));
    if (reply.status() != 200) {
      return reply;
    }
    open.remove(id);
    return Reply.done("<CompleteMultipartUploadResult></CompleteMultipartUploadResult>");
  }
}
