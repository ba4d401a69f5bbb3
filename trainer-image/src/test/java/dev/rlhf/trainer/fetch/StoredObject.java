package dev.rlhf.trainer.fetch;

import com.sun.net.httpserver.Headers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * An object of a {@link LocalBucket}.
 *
 * @param metadata its own headers, by their whole names
 */
public record StoredObject(byte[] bytes, Map<String, String> metadata) {

  static Map<String, String> metadata(Headers headers) {
    Map<String, String> own = new TreeMap<>();
    headers.forEach(
        (name, values) -> {
          if (name.toLowerCase().startsWith("x-amz-meta-")) {
            own.put(name.toLowerCase(), values.get(0));
          }
        });
    return own;
  }

  String etag() {
    return "\"" + HexFormat.of().formatHex(md5(bytes)) + "\"";
  }

  static boolean isSent(byte[] bytes, String contentMd5) {
    return Base64.getEncoder().encodeToString(md5(bytes)).equals(contentMd5);
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
