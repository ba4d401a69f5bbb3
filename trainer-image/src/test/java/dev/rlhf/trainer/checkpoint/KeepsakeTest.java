package dev.rlhf.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepsakeTest {
  private static final HardLinks NONE =
      (file, name) -> {
        throw new UnsupportedOperationException("this file system has no links");
      };

  @TempDir Path attempt;
  private Path checkpoint;

  @BeforeEach
  void checkpoint() throws IOException {
    checkpoint = Files.createDirectory(attempt.resolve("step-1"));
    Files.writeString(checkpoint.resolve("weights"), "weights");
    Files.writeString(checkpoint.resolve("manifest.json"), "{}");
  }

  @Test
  void withHardLinksItTakesNoRoom() throws IOException {
    Keepsake kept = Keepsake.of(attempt, "best", HardLinks.ofVolume());
    kept.take(checkpoint);

    assertThat(kept.bytes(7)).isZero();
    assertThat(Files.getAttribute(checkpoint.resolve("weights"), "unix:nlink")).isEqualTo(2);
  }

  @Test
  void withoutThemItIsCopiedAndCountsAsMuch() throws IOException {
    Keepsake kept = Keepsake.of(attempt, "best", NONE);
    kept.take(checkpoint);
    Path next = Files.createDirectory(attempt.resolve("step-2"));
    kept.putInto(next);

    assertThat(kept.bytes(7)).isEqualTo(7);
    assertThat(next.resolve("kept/best/weights")).hasContent("weights");
    assertThat(next.resolve("kept/best/manifest.json")).doesNotExist();
    assertThat(Files.getAttribute(checkpoint.resolve("weights"), "unix:nlink")).isEqualTo(1);
  }

  @Test
  void tryingThemOutLeavesNothing() throws IOException {
    Keepsake.of(attempt, "best", NONE).bytes(7);
    Keepsake.of(attempt, "best", HardLinks.ofVolume()).bytes(7);

    try (Stream<Path> all = Files.list(attempt)) {
      assertThat(all).containsExactly(checkpoint);
    }
  }
}
