package dev.rlhf.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsFileTest {

  @TempDir private Path folder;
  private final NDManager manager = TorchRuntime.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void readsBackWhatWasWrittenAlsoBeyondOneChunk() throws IOException {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    tensors.put("large", manager.arange(0f, 5_000_000f, 1f).reshape(5, 1_000_000));
    tensors.put("scalar", manager.create(2.5f));
    tensors.put("empty", manager.create(new Shape(0, 3)));
    Path file = folder.resolve("a.safetensors");
    SafeTensorsWriter.write(file, tensors, manager);

    try (SafeTensorsFile read = SafeTensorsFile.open(file);
        FloatTransfer transfer = new FloatTransfer(manager)) {
      assertThat(read.names()).containsExactly("large", "scalar", "empty");
      assertThat(read.shape("large")).isEqualTo(new Shape(5, 1_000_000));
      NDArray large = read.read("large", transfer, manager);
      assertThat(large.sub(tensors.get("large")).abs().max().getFloat()).isZero();
      assertThat(read.read("scalar", transfer, manager).getFloat()).isEqualTo(2.5f);
      assertThat(read.read("empty", transfer, manager).getShape()).isEqualTo(new Shape(0, 3));
    }
  }

  @Test
  void widensHalfAndBrainFloats() throws IOException {
    // 1.5, -2, the smallest subnormal, the largest number, infinity and a negative zero.
    short[] half = {0x3e00, (short) 0xc000, 0x0001, 0x7bff, 0x7c00, (short) 0x8000};
    assertThat(stored("F16", half)).containsExactly(1.5f, -2, 0x1p-24f, 65504, 1f / 0f, -0f);
    short[] brain = {0x3fc0, (short) 0xc000, 0x0001, 0x7f80};
    assertThat(stored("BF16", brain))
        .containsExactly(1.5f, -2, Float.intBitsToFloat(1 << 16), 1f / 0f);
  }

  private float[] stored(String type, short... values) throws IOException {
    ByteBuffer data = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (short value : values) {
      data.putShort(value);
    }
    String header =
        "{'x':{'dtype':'%s','shape':[%d],'data_offsets':[0,%d]}}"
            .formatted(type, values.length, data.capacity());
    try (SafeTensorsFile file = SafeTensorsFile.open(write(header, data.array()));
        FloatTransfer transfer = new FloatTransfer(manager)) {
      return file.read("x", transfer, manager).toFloatArray();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | offsets of tensor x do not fit",
        "{'x':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | leaves a gap before it",
        "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | take 4 bytes, but it holds 8",
        "{'x':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | take 12 bytes, but it holds 8",
        "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'y':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | overlaps another",
        "{'x':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | lacks a shape or data_offsets",
        "{'x':{'dtype':'F32','shape':[2]}} | lacks a shape or data_offsets",
        "{'x':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | is too large",
        "{'x':{'dtype':'C64','shape':[1],'data_offsets':[0,8]}} | the unknown type 'C64'",
        "[] | not a JSON object",
        "{'x':1,'x':2} | not JSON: Duplicate field",
        "{,} | not JSON",
      })
  void refusesAHeaderThatDoesNotHold(String header, String why) throws IOException {
    Path file = write(header, new byte[8]);
    assertThatThrownBy(() -> SafeTensorsFile.open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + " is not a valid safetensors file: ")
        .hasMessageContaining(why);
  }

  @Test
  void refusesAHeaderLongerThanTheFileBeforeMakingRoomForIt() throws IOException {
    Path file = folder.resolve("long.safetensors");
    for (long length : new long[] {9, 1L << 40, -1, 0}) {
      ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Files.write(file, bytes.array());
      assertThatThrownBy(() -> SafeTensorsFile.open(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("header length");
    }
    Files.write(file, new byte[3]);
    assertThatThrownBy(() -> SafeTensorsFile.open(file)).hasMessageContaining("cut short");
  }

  @Test
  void refusesToReadIntegersAsWeights() throws IOException {
    Path file = write("{'x':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}}", new byte[8]);
    try (SafeTensorsFile open = SafeTensorsFile.open(file)) {
      assertThatThrownBy(() -> open.checkReadable("x"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageEndingWith("stores tensor x as I64; store it as F32, BF16 or F16.");
    }
  }

  private Path write(String header, byte[] data) throws IOException {
    byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(text.length).put(text).put(data);
    return Files.write(folder.resolve("x.safetensors"), file.array());
  }
}
