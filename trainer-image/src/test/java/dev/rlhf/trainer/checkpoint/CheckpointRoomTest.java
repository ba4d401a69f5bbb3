package dev.rlhf.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointRoomTest {
  private static final RunIdentity RUN = new RunIdentity("fern", "0f1e2d3c-4b5a");
  private static final int KEEP = 3;

  /** Numbers, moments and moments of their squares, four bytes each, of 8 + 4 numbers. */
  private static final long CHECKPOINT = 3 * 4 * 12;

  @TempDir Path root;
  private Path model;

  @BeforeEach
  void write() throws IOException {
    model = Files.createDirectory(root.resolve("model"));
    weights("model-00001-of-00002.safetensors", "[2,4]", 8);
    weights("model-00002-of-00002.safetensors", "[4]", 4);
  }

  private void weights(String name, String shape, int numbers) throws IOException {
    byte[] header =
        "{\"w\":{\"dtype\":\"BF16\",\"shape\":%s,\"data_offsets\":[0,%d]}}"
            .formatted(shape, 2 * numbers)
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + header.length + 2 * numbers)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header);
    Files.write(model.resolve(name), file.array());
  }

  private StageConfig config(Path from) {
    return config(from, null);
  }

  private StageConfig config(Path from, LoraSettings lora) {
    return new StageConfig(
        StageConfig.VERSION,
        Stage.SFT,
        RUN,
        1,
        ChatFormat.TOKENIZER,
        root.toString(),
        new Input("pvc://models/m", from == null ? null : from.toString()),
        Map.of(),
        Map.of(),
        new CheckpointSettings(1, KEEP),
        new SftSettings(1, 1, 1, 1e-3, OptimizerSettings.of(null), 2, lora, null, null));
  }

  private void require(long free) throws IOException {
    new CheckpointRoom(config(model), folder -> free).require();
  }

  @Test
  void thoseThatStayAndOneMoreMustFindRoom() throws IOException {
    require(4 * CHECKPOINT);
    assertThatThrownBy(() -> require(4 * CHECKPOINT - 1))
        .isInstanceOf(Space.NoSpaceException.class)
        .hasMessageContaining("stage sft keeps 3 checkpoints")
        .hasMessageContaining("0 of them are there");
  }

  @Test
  void adaptersAreSmallBesideTheirModel() {
    LoraSettings lora = new LoraSettings(1, 1, List.of(LoraSettings.ALL_LINEAR));

    assertThatCode(() -> new CheckpointRoom(config(model, lora), folder -> 0).require())
        .doesNotThrowAnyException();
  }

  @Test
  void thoseThatAreThereHaveTheirRoom() throws IOException {
    Path attempt =
        Files.createDirectories(new CheckpointLayout(root).attempt(RUN, Stage.SFT, 1, "pod"));
    Provenance provenance = SmallestStage.provenance(config(model), "pod", Map.of());
    for (int step = 1; step <= 2; step++) {
      new Written(attempt, provenance, KEEP)
          .write(step, 9, folder -> Files.writeString(folder.resolve("weights"), "w"));
    }
    require(2 * CHECKPOINT);
    assertThatThrownBy(() -> require(2 * CHECKPOINT - 1))
        .hasMessageContaining("2 of them are there");
  }

  @Test
  void aModelThatIsMadeFromASeedIsSmall() {
    assertThatCode(() -> new CheckpointRoom(config(null), folder -> 0).require())
        .doesNotThrowAnyException();
  }

  @Test
  void aModelThatIsNotThereIsFoundToo() {
    assertThatThrownBy(
            () -> new CheckpointRoom(config(root.resolve("none")), folder -> 0).require())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none, the folder of a model, is not there");
  }
}
