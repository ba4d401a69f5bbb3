package dev.rlhf.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.trainer.Spoken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Linux answers a read of a process's own first bytes as a disk that fails. */
@EnabledOnOs(OS.LINUX)
class FailingDiskTest {
  private static final Path UNREADABLE = Path.of("/proc/self/mem");

  @TempDir Path folder;

  @Test
  void aRunNamesItsFolder() throws IOException {
    Path manifest =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            apiVersion: rlhf.dev/v1alpha1
            kind: RLHFRun
            metadata: {name: run}
            spec:
              model: {uri: "demo://model"}
              data: {demonstrations: {uri: "demo://demonstrations"}}
              stages:
                sft: {}
            """);
    Path out = folder.resolve("out");
    Files.createDirectories(out.resolve("local"));
    Files.createSymbolicLink(out.resolve("local/run.json"), UNREADABLE);

    Spoken ended = Spoken.by("run", manifest.toString(), "--out", out.toString());

    assertThat(ended.status()).isEqualTo(ExitCode.ERROR.code());
    assertThat(ended.err())
        .startsWith("the volume of " + out + " cannot be read or written (Input/output error)")
        .hasLineCount(1);
  }

  @Test
  void anyOtherVerbNamesItself() {
    Spoken ended =
        Spoken.by(
            "score", "--model", "src/test/resources/parity/text", "--input", UNREADABLE.toString());

    assertThat(ended.status()).isEqualTo(ExitCode.ERROR.code());
    assertThat(ended.err())
        .startsWith("the volume of what rlhf score reads or writes cannot be read")
        .hasLineCount(1);
  }
}
