package dev.rlhf.trainer.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Bytes of a file as they come.
 *
 * @param from the place in the file that they begin at
 * @param checksum that the whole file has, where the service says so only now
 */
record Body(InputStream in, long from, Optional<Checksum> checksum) implements Closeable {

  @Override
  public void close() throws IOException {
    in.close();
  }
}
