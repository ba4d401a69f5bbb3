package dev.rlhf.trainer.local;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.Device;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.stage.MemoryForecast;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Brings one stage to its end, or one attempt further.
 *
 * @param err where people are told
 */
record StageRun(RunFolder folder, StageConfig config, Device device, PrintStream err) {
  private static final Pattern ATTEMPT = Pattern.compile("(\\d{1,9})-.+");
  private static final int LOOK_MILLIS = 200;

  /** The end of an earlier attempt that finished the stage, or else of a new one. */
  StageEnd run() throws IOException, InterruptedException {
    Path yaml = folder.config(stage());
    Files.createDirectories(yaml.getParent());
    Files.writeString(yaml, Documents.yaml(config));
    int attempt = lastAttempt() + 1;
    if (attempt > 1) {
      StageEnd earlier = await(start("result", attempt));
      if (earlier.exitCode() == ExitCode.DONE) {
        err.println(earlier.lastWord(stage(), folder.output(stage())));
        return earlier;
      }
    }
    return attempt(attempt);
  }

  @SuppressWarnings("try") // the hook is held, not used
  private StageEnd attempt(int number) throws IOException, InterruptedException {
    err.printf("%s: attempt %d; its log is %s%n", stage().id(), number, folder.output(stage()));
    MemoryForecast.here(config, device)
        .flatMap(MemoryForecast::warning)
        .ifPresent(warning -> err.println("warning: " + warning));
    TrainerProcess process = start(stage().id(), number);
    try (SignalRelay relay = new SignalRelay(process.process())) {
      follow(process);
      StageEnd end = await(process);
      err.println(end.lastWord(stage(), folder.output(stage())));
      return end;
    }
  }

  private void follow(TrainerProcess process) throws InterruptedException {
    ProgressClient client = new ProgressClient(process.port());
    try (ProgressView view = ProgressView.of(stage(), err)) {
      while (!process.process().waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        client.ask().ifPresent(view::show);
      }
    }
  }

  private TrainerProcess start(String verb, int attempt) throws IOException {
    return TrainerProcess.start(folder, stage(), verb, device, attempt);
  }

  private StageEnd await(TrainerProcess started) throws IOException, InterruptedException {
    started.process().waitFor();
    StageEnd end = StageEnd.of(started.process(), started.terminationLog());
    Files.deleteIfExists(started.terminationLog());
    return end;
  }

  private int lastAttempt() throws IOException {
    Path attempts = folder.layout().stage(config.run(), stage());
    if (!Files.isDirectory(attempts)) {
      return 0;
    }
    try (Stream<Path> names = Files.list(attempts)) {
      return names
          .map(name -> ATTEMPT.matcher(name.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToInt(name -> Integer.parseInt(name.group(1)))
          .max()
          .orElse(0);
    }
  }

  private Stage stage() {
    return config.stage();
  }
}
