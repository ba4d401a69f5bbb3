package dev.rlhf.trainer.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A safetensors file open for reading; its tensors come out as fp32. */
public final class SafeTensorsFile implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;
  private final SafeTensorsHeader header;

  private SafeTensorsFile(Path file, FileChannel channel, SafeTensorsHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws InvalidInputException if the file is missing or its header is not sound
   */
  public static SafeTensorsFile open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "%s %s; copy or download it again."
              .formatted(file, Files.exists(file) ? "is no file" : "does not exist"));
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new SafeTensorsFile(file, channel, SafeTensorsHeader.read(file, channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  public Set<String> names() {
    return header.entries().keySet();
  }

  public Shape shape(String name) {
    return header.entries().get(name).shape();
  }

  /**
   * Refuses a tensor that is stored in a type the trainer does not read.
   *
   * @throws InvalidInputException naming the tensor and its type
   */
  public void checkReadable(String name) {
    StoredType type = header.entries().get(name).type();
    if (!type.isReadable()) {
      throw new InvalidInputException(
          "%s stores tensor %s as %s; store it as F32, BF16 or F16.".formatted(file, name, type));
    }
  }

  /** The tensor as fp32, owned by {@code owner}. */
  public NDArray read(String name, FloatTransfer transfer, NDManager owner) throws IOException {
    return transfer.read(owner, shape(name), source(name));
  }

  /** Fills {@code tensor}, which has the stored shape, with the stored numbers. */
  public void read(String name, FloatTransfer transfer, NDArray tensor) throws IOException {
    transfer.read(tensor, source(name));
  }

  private FloatTransfer.Source source(String name) {
    checkReadable(name);
    SafeTensorsHeader.Entry entry = header.entries().get(name);
    StoredType type = entry.type();
    long begin = header.dataStart() + entry.begin();
    return (start, chunk) -> {
      if (type == StoredType.F32 && chunk.order() == ByteOrder.LITTLE_ENDIAN) {
        readFully(channel, begin + start * type.bytes(), chunk);
      } else {
        widen(type, begin + start * type.bytes(), chunk.asFloatBuffer());
      }
    };
  }

  private void widen(StoredType type, long position, FloatBuffer floats) throws IOException {
    ByteBuffer stored =
        ByteBuffer.allocate(floats.remaining() * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    readFully(channel, position, stored);
    type.widen(stored.flip(), floats);
  }

  static void readFully(FileChannel channel, long position, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, position + buffer.position());
      if (read < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
