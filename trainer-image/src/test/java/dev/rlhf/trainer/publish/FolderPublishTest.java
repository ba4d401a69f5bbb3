package dev.rlhf.trainer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderPublishTest {
  @TempDir Path root;
  @TempDir Path volume;
  private Path target;
  private PublishFixture publish;

  @BeforeEach
  void begin() throws IOException {
    target = volume.resolve("chat");
    publish = new PublishFixture(root, null, 1);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Path begun(String name, Duration ago) throws IOException {
    Path begun = Files.createDirectory(volume.resolve(name));
    Path file = Files.writeString(begun.resolve(".model.safetensors.part"), "half");
    for (Path path : List.of(file, begun)) {
      Files.setLastModifiedTime(path, FileTime.from(PublishFixture.now().minus(ago)));
    }
    return begun;
  }

  @Test
  void theModelIsThereWithWhatItCameFrom() throws IOException {
    publish.run(target);
    publish.run(target);
    assertThat(names(volume)).containsExactly("chat");
    assertThat(names(target)).containsExactly("config.json", "lineage.json", "model.safetensors");
    assertThat(target.resolve("model.safetensors")).hasBinaryContent(publish.weights());
  }

  @Test
  void whatWasCutOffGoesOn() throws IOException {
    Path own =
        begun(".chat.%s.partial".formatted(publish.identity().folder()), Duration.ofHours(1));
    Files.writeString(own.resolve("config.json"), "{");
    publish.run(target);
    assertThat(names(volume)).containsExactly("chat");
    assertThat(target.resolve("config.json")).hasContent("{}");
  }

  @Test
  void whatADeletedRunBeganIsDeletedByTheNextOne() throws IOException {
    begun(".chat.gone-0a1b2c3d.partial", Duration.ofDays(8));
    begun(".chat.slow-0a1b2c3d.partial", Duration.ofDays(6));
    begun(".mine", Duration.ofDays(800));
    publish.run(target);
    assertThat(names(volume)).containsExactly(".chat.slow-0a1b2c3d.partial", ".mine", "chat");
  }

  @Test
  void whatIsThereIsNotWrittenOver() throws IOException {
    Files.writeString(Files.createDirectory(target).resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> publish.run(target))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "spec.output.uri: pvc://models/chat holds something else, which is not written over");
    assertThat(names(target)).containsExactly("notes.txt");
  }
}
