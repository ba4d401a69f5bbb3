package dev.rlhf.trainer.hostile;

import static dev.rlhf.trainer.hostile.HostileFiles.WEIGHTS;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What is done to a safetensors file, by hand: no writer of weights would write such. */
final class HostileWeights {
  private static final ObjectMapper JSON = new ObjectMapper();

  private HostileWeights() {}

  static void shards(Path folder, String name) throws IOException {
    Files.delete(folder.resolve(WEIGHTS));
    index(folder, "model.norm.weight", name);
  }

  /** Says in which file a tensor is. */
  static void index(Path folder, String tensor, String file) throws IOException {
    ObjectNode index = JSON.createObjectNode();
    index.putObject("weight_map").put(tensor, file);
    Files.writeString(folder.resolve(WEIGHTS + ".index.json"), index.toString());
  }

  static void editTensor(Path folder, RandomGenerator random, Consumer<ObjectNode> edit)
      throws IOException {
    editHeader(
        folder,
        header -> {
          List<String> names = new ArrayList<>();
          header.fieldNames().forEachRemaining(names::add);
          names.remove("__metadata__");
          edit.accept((ObjectNode) header.get(names.get(random.nextInt(names.size()))));
        });
  }

  static void editHeader(Path folder, Consumer<ObjectNode> edit) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve(WEIGHTS));
    int length = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    ObjectNode header = (ObjectNode) JSON.readTree(whole, Long.BYTES, length);
    edit.accept(header);
    writeHeader(folder, JSON.writeValueAsBytes(header));
  }

  /** In place of the file's header, before the same data. */
  static void writeHeader(Path folder, byte[] header) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve(WEIGHTS));
    int dataStart =
        Long.BYTES + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    ByteBuffer file = ByteBuffer.allocate(Long.BYTES + header.length + whole.length - dataStart);
    file.put(littleEndian(header.length)).put(header);
    file.put(whole, dataStart, whole.length - dataStart);
    Files.write(folder.resolve(WEIGHTS), file.array());
  }

  static byte[] littleEndian(long number) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
  }
}
