package dev.rlhf.trainer.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Our own digest of a file and whether the service's comes out, by reading the file once.
 *
 * @param sha256 lower-case hexadecimal digits
 * @param matches false only where the service named a checksum and the bytes have another one
 */
record FileDigests(String sha256, boolean matches) {
  private static final Checksum OWN = new Checksum(Checksum.Algorithm.SHA256, "");
  private static final int BUFFER = 1 << 20;

  static FileDigests of(Path file, Optional<Checksum> named) throws IOException {
    long bytes = Files.size(file);
    MessageDigest own = OWN.begin(bytes);
    Optional<MessageDigest> theirs = named.map(checksum -> checksum.begin(bytes));
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        own.update(buffer, 0, n);
        if (theirs.isPresent()) {
          theirs.get().update(buffer, 0, n);
        }
      }
    }
    HexFormat hex = HexFormat.of();
    boolean matches =
        named.isEmpty() || hex.formatHex(theirs.orElseThrow().digest()).equals(named.get().hex());
    return new FileDigests(hex.formatHex(own.digest()), matches);
  }
}
