package dev.rlhf.trainer.fetch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a service says that the bytes of a file come to.
 *
 * @param hex lower-case hexadecimal digits
 */
record Checksum(Algorithm algorithm, String hex) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  /** How it is computed. */
  enum Algorithm {
    /** Of a file in Git LFS. */
    SHA256("SHA-256"),
    /** Of a file in Git itself: of a header with its size, and its bytes. */
    GIT_BLOB("SHA-1"),
    /** Of an object that was stored in one part. */
    MD5("MD5");

    private final String java;

    Algorithm(String java) {
      this.java = java;
    }
  }

  /** Of a hub's ETag: its form tells what it is; none where it is neither. */
  static Optional<Checksum> ofHub(Optional<String> etag) {
    return etag.map(Checksum::plain)
        .flatMap(
            hex -> of(Algorithm.SHA256, SHA256, hex).or(() -> of(Algorithm.GIT_BLOB, SHA1, hex)));
  }

  /** Of an object's ETag; none where it was stored in several parts. */
  static Optional<Checksum> ofObject(String etag) {
    return of(Algorithm.MD5, MD5, plain(etag));
  }

  private static Optional<Checksum> of(Algorithm algorithm, Pattern form, String hex) {
    return form.matcher(hex).matches()
        ? Optional.of(new Checksum(algorithm, hex))
        : Optional.empty();
  }

  private static String plain(String etag) {
    return etag.replaceFirst("^W/", "").replace("\"", "");
  }

  /** A digest that comes to {@link #hex} with the bytes of a whole file of this size. */
  MessageDigest begin(long bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm.java);
      if (algorithm == Algorithm.GIT_BLOB) {
        digest.update("blob %d\0".formatted(bytes).getBytes(StandardCharsets.US_ASCII));
      }
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm.java, e);
    }
  }
}
