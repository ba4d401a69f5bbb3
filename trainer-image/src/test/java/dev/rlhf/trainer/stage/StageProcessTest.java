package dev.rlhf.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.Main;
import dev.rlhf.trainer.sft.SftFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract as Kubernetes sees it: a process, its exit code and its last words. */
class StageProcessTest {
  @TempDir Path root;
  private SftFixture stage;

  @BeforeEach
  void open() {
    stage = new SftFixture(root);
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:ActiveProcessorCount=2",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).start();
  }

  private Process startStage(int attempt, Path config) throws IOException {
    return start(stage.environment(attempt), "sft", "--config", config.toString());
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String wait(Process process, ExitCode expected) throws Exception {
    String said = output(process).lines().collect(Collectors.joining("\n"));
    assertThat(ExitCode.of(process.waitFor())).as(said).isEqualTo(expected);
    return said;
  }

  @Test
  void sigtermEndsAfterACheckpoint() throws Exception {
    // Long enough that it cannot end by itself before the signal comes.
    Path config =
        stage.write(
            stage.config(ChatFormat.TOKENIZER, 100_000, SftFixture.settings(100_000, 4, 0.01)));
    Process process = startStage(1, config);
    BufferedReader output = output(process);
    for (String line = output.readLine();
        line != null && !line.contains("step 3/");
        line = output.readLine()) {
      assertThat(process.isAlive()).as(line).isTrue();
    }

    // Process.destroy would close the output as well.
    process.toHandle().destroy();
    output.lines().forEach(line -> {});

    assertThat(process.waitFor()).isEqualTo(ExitCode.INTERRUPTED.code());
    StageResult result = stage.terminationMessage();
    assertThat(result.outcome()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(result.checkpoint().step()).isGreaterThanOrEqualTo(3);
    assertThat(result.figures()).containsKey("shutdown_seconds");
    assertThat(stage.checkpoint(1, result.checkpoint().step()).resolve("manifest.json")).exists();
    assertThat(StageResults.of(config).outcome()).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void aDeviceThatIsNotThereEndsItBeforeAnythingIsRead() throws Exception {
    Path nowhere = Path.of("/nowhere");
    Path config =
        stage.write(
            stage.config(
                ChatFormat.TOKENIZER, 100, SftFixture.settings(1, 4, 0.01), nowhere, nowhere));
    Map<String, String> environment = new HashMap<>(stage.environment(1));
    environment.put("RLHF_DEVICE", "cuda");

    String said = wait(start(environment, "sft", "--config", config.toString()), ExitCode.INVALID);

    assertThat(said)
        .contains("to compute on cuda", "built for the CPU alone", "or write device: cpu")
        .doesNotContain("nowhere");
    assertThat(stage.terminationMessage().outcome()).isEqualTo(ExitCode.INVALID);
    assertThat(stage.attempt(1)).doesNotExist();
  }

  @Test
  void aVolumeThatFailsIsToldInASentenceAndWithoutAStackTrace() throws Exception {
    Path config =
        stage.write(stage.config(ChatFormat.TOKENIZER, 100, SftFixture.settings(1, 4, 0.01)));
    StageProgram program =
        context -> {
          throw new UncheckedIOException(new IOException("Input/output error"));
        };

    ExitCode end =
        new StageProcess(Stage.SFT, program, stage.environment(1), Clock.systemUTC()).run(config);

    assertThat(end).isEqualTo(ExitCode.ERROR);
    assertThat(stage.terminationMessage().message())
        .startsWith("the volume of " + stage.attempt(1) + " cannot be read or written")
        .contains("have the disk checked");
    assertThat(stage.attempt(1).resolve("log"))
        .content()
        .contains("the volume failed: ", "have the disk checked")
        .doesNotContain("\tat ");
  }

  @Test
  void exitCodesAndLastWords() throws Exception {
    Path config =
        stage.write(stage.config(ChatFormat.TOKENIZER, 100, SftFixture.settings(1, 4, 0.01)));

    wait(startStage(1, config), ExitCode.DONE);
    assertThat(stage.terminationMessage().outcome()).isEqualTo(ExitCode.DONE);

    String said =
        wait(start(stage.environment(1), "result", "--config", config.toString()), ExitCode.DONE);
    assertThat(said).contains("\"outcome\" : \"DONE\"");

    Files.writeString(config, "version: 1\nstage: sft\nlearning: fast\n");
    said = wait(startStage(2, config), ExitCode.INVALID);
    assertThat(said).contains(config + " is not a stage's configuration (Unrecognized field");
    assertThat(stage.terminationMessage().outcome()).isEqualTo(ExitCode.INVALID);

    said = wait(start(Map.of(), "sft", "--config", config.toString()), ExitCode.INVALID);
    assertThat(said)
        .contains("variable RLHF_ATTEMPT is missing or wrong: set it to the attempt's number");
  }
}
