package dev.rlhf.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeFaultTest {
  private static final Path FOLDER = Path.of("/checkpoints");

  @ParameterizedTest
  @CsvSource({
    "No space left on device, is full: free some",
    "Disk quota exceeded, has reached its quota",
    "Input/output error, have the disk checked",
    "No data available, have the disk checked",
    "No such device or address, have the disk checked",
    "Structure needs cleaning, has a damaged file system",
    "Bad message, has a damaged file system",
    "Read-only file system, is read-only",
    "Stale file handle, have the share checked"
  })
  void saysWhatToDo(String words, String sentence) {
    assertThat(VolumeFault.sentence(new IOException(words), FOLDER).orElseThrow())
        .startsWith("the volume of /checkpoints ")
        .contains(sentence);
  }

  @Test
  void namesTheFileWhereTheSystemDoes() {
    var failure = new FileSystemException("/checkpoints/a/log", null, "No space left on device");

    assertThat(VolumeFault.sentence(failure, FOLDER).orElseThrow())
        .startsWith("the volume of /checkpoints/a/log is full");
    assertThat(VolumeFault.sentence(new UncheckedIOException(failure), FOLDER).orElseThrow())
        .startsWith("the volume of /checkpoints/a/log is full");
  }

  @Test
  void isFoundBehindOtherFailures() {
    var failure =
        new IllegalStateException(new UncheckedIOException(new IOException("Input/output error")));

    assertThat(VolumeFault.sentence(failure, FOLDER)).isPresent();
    assertThat(VolumeFault.sentence(new IOException("no such thing"), FOLDER)).isEmpty();
    assertThat(VolumeFault.sentence(new IllegalStateException("Input/output error"), FOLDER))
        .isEmpty();
  }
}
