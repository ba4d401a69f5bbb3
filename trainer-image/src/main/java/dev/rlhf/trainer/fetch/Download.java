package dev.rlhf.trainer.fetch;

import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.trainer.checkpoint.DurableFiles;
import dev.rlhf.trainer.service.PassingException;
import dev.rlhf.trainer.service.Persistence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one file into a folder. It has its name only once it is whole, checked and on the disk;
 * what was cut off goes on where it ended, in another process, too.
 */
final class Download {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);
  private static final int BUFFER = 1 << 20;
  private static final int WRONG_BYTES = 3;

  private final Remote remote;
  private final RemoteFile file;
  private final Path whole;
  private final Path part;
  private final Persistence persistence;
  private Optional<Checksum> checksum;

  Download(Remote remote, RemoteFile file, Path folder, Persistence.Pause pause) {
    this.remote = remote;
    this.file = file;
    this.whole = folder.resolve(file.name());
    this.part = folder.resolve("." + file.name() + ".part");
    this.persistence = new Persistence(pause);
    this.checksum = file.checksum();
  }

  /**
   * What the file is.
   *
   * @throws IOException when its bytes do not come, or are again and again not those that they
   *     should be
   */
  FileEntry run() throws IOException {
    if (Files.exists(whole)) {
      return new FileEntry(Files.size(whole), FileDigests.of(whole, Optional.empty()).sha256());
    }
    for (int i = 0; i < WRONG_BYTES; i++) {
      persistence.until(this::resume);
      FileDigests digests = FileDigests.of(part, checksum);
      if (digests.matches()) {
        DurableFiles.publish(part, whole);
        LOG.info("{}: {} bytes, SHA-256 {}", file.name(), file.bytes(), digests.sha256());
        return new FileEntry(file.bytes(), digests.sha256());
      }
      Files.delete(part);
      LOG.warn("{} is not what the service says it is; it is fetched anew", file.name());
    }
    throw new IOException(
        "the bytes of %s are not those that the service lists (%s %s), %d times in a row: something on the way changes them"
            .formatted(
                file.name(),
                checksum.orElseThrow().algorithm(),
                checksum.orElseThrow().hex(),
                WRONG_BYTES));
  }

  /** One request; whole is what has as many bytes as were promised, and not one more. */
  private Path resume() throws IOException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    if (have > file.bytes()) {
      Files.delete(part);
      have = 0;
    }
    if (have < file.bytes() || have == 0 && !Files.exists(part)) {
      append(have);
    }
    return part;
  }

  private void append(long have) throws IOException {
    try (Body body = remote.open(file, have);
        FileChannel out =
            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      body.checksum().ifPresent(said -> checksum = Optional.of(said));
      out.truncate(Math.min(have, body.from()));
      out.position(out.size());
      if (out.position() != body.from()) {
        throw new PassingException(
            "%s began at byte %d, not at %d".formatted(file.name(), body.from(), have),
            Optional.empty());
      }
      copy(body, out);
    }
  }

  private void copy(Body body, FileChannel out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    ReadableByteChannel in = Channels.newChannel(body.in());
    while (read(in, buffer, out.position()) >= 0) {
      if (out.position() + buffer.position() > file.bytes()) {
        out.truncate(0);
        throw new PassingException(
            "%s has more than the %d bytes that were promised".formatted(file.name(), file.bytes()),
            Optional.empty());
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      buffer.clear();
      persistence.progress();
    }
    if (out.position() < file.bytes()) {
      throw cut(out.position(), null);
    }
  }

  private int read(ReadableByteChannel in, ByteBuffer buffer, long at) throws PassingException {
    try {
      return in.read(buffer);
    } catch (IOException | RuntimeException e) {
      throw cut(at, e);
    }
  }

  private PassingException cut(long at, Exception cause) {
    return new PassingException(
        "%s was cut off after %d of %d bytes".formatted(file.name(), at, file.bytes()), cause);
  }
}
