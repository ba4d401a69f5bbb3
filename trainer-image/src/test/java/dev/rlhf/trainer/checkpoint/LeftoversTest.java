package dev.rlhf.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");
  private static final Pattern NAMES = Pattern.compile("\\..+\\." + Leftovers.OWNER + "\\.partial");
  private static final Duration OLD = Duration.ofDays(7).plusSeconds(1);

  @TempDir Path folder;

  private void begun(String name, Duration folderAge, Duration fileAge) throws IOException {
    Path begun = Files.createDirectory(folder.resolve(name));
    Path file = Files.writeString(begun.resolve("model.safetensors"), "half");
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(fileAge)));
    Files.setLastModifiedTime(begun, FileTime.from(NOW.minus(folderAge)));
  }

  private List<String> swept() throws IOException {
    new Leftovers(folder, NAMES, Clock.fixed(NOW, ZoneOffset.UTC)).sweep();
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatNobodyWritesToIsDeleted() throws IOException {
    begun(".chat.run-12345678.partial", OLD, OLD);
    begun(".chat.run-0a1b2c3d.partial.doomed", OLD, OLD);
    assertThat(swept()).isEmpty();
  }

  @Test
  void whatMayStillBeWrittenToStays() throws IOException {
    begun(".chat.run-12345678.partial", OLD, Duration.ofDays(7).minusSeconds(1));
    begun(".chat.run-0a1b2c3d.partial", Duration.ofHours(1), OLD);
    assertThat(swept()).hasSize(2);
  }

  @Test
  void whatIsNoRunsStays() throws IOException {
    begun("chat", OLD, OLD);
    begun(".chat.partial", OLD, OLD);
    begun(".cache", OLD, OLD);
    begun("run-12345678", OLD, OLD);
    Files.setLastModifiedTime(
        Files.writeString(folder.resolve(".notes.run-12345678.partial"), "mine"),
        FileTime.from(NOW.minus(OLD)));
    assertThat(swept()).hasSize(5);
  }

  @Test
  void aFolderThatIsNotThereIsNoTrouble() {
    Path none = folder.resolve("none");
    new Leftovers(none, NAMES, Clock.fixed(NOW, ZoneOffset.UTC)).sweep();
    assertThat(none).doesNotExist();
  }
}
