package dev.rlhf.trainer.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes fp32 tensors as a safetensors file, in the map's order. */
public final class SafeTensorsWriter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SafeTensorsWriter() {}

  /** Creates {@code file}, which must not exist; the caller syncs and publishes it. */
  public static void write(Path file, Map<String, NDArray> tensors, NDManager manager)
      throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FloatTransfer transfer = new FloatTransfer(manager)) {
      writeFully(channel, header(tensors));
      for (NDArray tensor : tensors.values()) {
        transfer.write(tensor, chunk -> writeFully(channel, chunk));
      }
    }
  }

  /** The header ends on a multiple of eight bytes, so that a reader may map the data. */
  private static ByteBuffer header(Map<String, NDArray> tensors) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.putObject(SafeTensorsHeader.METADATA).put("format", "pt");
    long end = 0;
    for (Map.Entry<String, NDArray> tensor : tensors.entrySet()) {
      long begin = end;
      end += tensor.getValue().getShape().size() * Float.BYTES;
      ObjectNode entry = root.putObject(tensor.getKey()).put("dtype", StoredType.F32.name());
      entry.set("shape", JSON.valueToTree(tensor.getValue().getShape().getShape()));
      entry.putArray("data_offsets").add(begin).add(end);
    }
    byte[] text = JSON.writeValueAsBytes(root);
    int padded = (text.length + 7) / 8 * 8;
    ByteBuffer header =
        ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded);
    header.put(text);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
