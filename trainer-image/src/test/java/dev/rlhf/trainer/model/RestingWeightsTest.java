package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlhf.manifest.Precision;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestingWeightsTest {

  private final NDManager manager = TorchRuntime.manager();
  @TempDir private Path folder;
  private Map<String, ByteBuffer> written;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    Transformer model = TinyLlama.model(true, manager);
    HuggingFaceFolder.writeModel(model, folder);
    written = bits(model);
    file = folder.resolve("model.safetensors");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Transformer standing() throws IOException {
    return HuggingFaceFolder.open(folder).loadStanding(Precision.FP32, manager);
  }

  private static Map<String, ByteBuffer> bits(Transformer model) {
    return model.parameters().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, weight -> weight.getValue().toByteBuffer()));
  }

  @Test
  void weightsAreTheSameBitsEachTimeAndGoneBetween() throws IOException {
    try (Transformer model = standing()) {
      for (int time = 0; time < 3; time++) {
        assertThat(model.parameters()).isEmpty();
        model.wake();
        assertThat(bits(model)).isEqualTo(written);
        List<NDArray> present = List.copyOf(model.parameters().values());
        model.rest();
        assertThat(present).allMatch(NDArray::isReleased);
      }
    }
  }

  @Test
  void aFolderThatIsReplacedIsReadAsItWas() throws IOException {
    try (Transformer model = standing()) {
      Path other = Files.write(folder.resolve("other"), new byte[8]);
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      model.wake();
      assertThat(bits(model)).isEqualTo(written);
      model.rest();
      Files.delete(file);
      model.wake();
      assertThat(bits(model)).isEqualTo(written);
    }
  }

  @Test
  void aFileThatBecomesShorterIsAnErrorAndTheNextTimeToo() throws IOException {
    try (Transformer model = standing()) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(Files.size(file) - 4);
      }
      for (int time = 0; time < 2; time++) {
        assertThatThrownBy(model::wake)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("became shorter");
        assertThat(model.parameters()).isEmpty();
      }
    }
  }

  @Test
  void aFolderThatDoesNotFitIsRefusedBeforeAnythingIsAsked() throws IOException {
    JsonFile.write(folder.resolve("config.json"), TinyLlama.json().put("hidden_size", 8));
    assertThatThrownBy(this::standing).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void inBf16WeightsStayInMemory() throws IOException {
    try (Transformer model = HuggingFaceFolder.open(folder).loadStanding(Precision.BF16, manager)) {
      model.wake();
      model.rest();
      assertThat(model.parameters()).hasSameSizeAs(written);
    }
  }
}
