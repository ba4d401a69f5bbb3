package dev.rlhf.trainer.stage;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.PeakMemory;
import dev.rlhf.contract.Progress;
import dev.rlhf.contract.StageResult;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.DurableFiles;
import dev.rlhf.trainer.checkpoint.Space.NoSpaceException;
import dev.rlhf.trainer.checkpoint.VolumeFault;
import dev.rlhf.trainer.metrics.StageMetrics;
import dev.rlhf.trainer.metrics.StageMonitor;
import dev.rlhf.trainer.metrics.StageServer;
import dev.rlhf.trainer.tensor.ComputeDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt of a stage, from its environment to its exit code: the stage contract. */
public final class StageProcess {
  private static final Logger LOG = LoggerFactory.getLogger(StageProcess.class);

  private final Stage stage;
  private final StageProgram program;
  private final Map<String, String> variables;
  private final Clock clock;
  private final Interruption interruption;
  private final StageMonitor monitor;
  private AttemptEnvironment environment;
  private Path configFile;
  private Path folder;
  private ExitCode end;

  /** An attempt that has not begun. */
  public StageProcess(
      Stage stage, StageProgram program, Map<String, String> variables, Clock clock) {
    this.stage = stage;
    this.program = program;
    this.variables = variables;
    this.clock = clock;
    interruption = new Interruption(clock);
    monitor = new StageMonitor(clock);
  }

  /** Runs the attempt that a {@code stage.yaml} describes. */
  public ExitCode run(Path configFile) {
    this.configFile = configFile;
    try {
      environment = AttemptEnvironment.of(variables);
      StageFile file = StageFile.read(configFile, stage);
      ComputeDevice device = ComputeDevice.of(variables);
      StageMetrics metrics = new StageMetrics(file.config().run(), stage);
      StageContext context =
          new StageContext(
              file.config(),
              file.yaml(),
              environment,
              device,
              monitor,
              metrics,
              interruption,
              clock);
      folder = Files.createDirectories(context.folder());
      try (LogFile log = new LogFile(folder.resolve(CheckpointLayout.LOG));
          StageServer server = new StageServer(environment.port(), metrics, monitor)) {
        LOG.info(
            "{} of run {}, attempt {}, computes on {}, serves port {} and logs to {}",
            stage.id(),
            file.config().run().name(),
            environment.attempt(),
            device.kind().id(),
            server.port(),
            log.file());
        return run(context);
      }
    } catch (InvalidInputException e) {
      return end(ExitCode.INVALID, e.getMessage());
    } catch (IOException | RuntimeException | Error e) {
      return failed(e);
    }
  }

  private ExitCode run(StageContext context) {
    try {
      MemoryForecast.here(context.config(), context.device().kind()).ifPresent(this::foreseen);
      return program.run(context)
          ? end(ExitCode.DONE, ("The final checkpoint is there. " + monitor.remark()).strip())
          : interrupted();
    } catch (InvalidInputException e) {
      return end(ExitCode.INVALID, e.getMessage());
    } catch (StageFailedException e) {
      return end(e.outcome(), e.getMessage());
    } catch (IOException | RuntimeException | Error e) {
      return failed(e);
    }
  }

  private void foreseen(MemoryForecast memory) {
    monitor.figure(PeakMemory.FIGURE, memory.peak().bytes());
    memory.warning().ifPresent(LOG::warn);
  }

  private ExitCode failed(Throwable e) {
    if (e instanceof NoSpaceException) {
      return end(ExitCode.NO_SPACE, e.getMessage());
    }
    Optional<String> volume = VolumeFault.sentence(e, folder == null ? configFile : folder);
    if (volume.isPresent()) {
      LOG.error("the volume failed: {}", e.toString());
      return end(ExitCode.ERROR, volume.get());
    }
    LOG.error("an error that is not the input's", e);
    return end(ExitCode.ERROR, e.toString());
  }

  private ExitCode interrupted() {
    monitor.figure("shutdown_seconds", interruption.seconds());
    return end(
        ExitCode.INTERRUPTED,
        "Interrupted after %.1f s: a new attempt goes on from step %d."
            .formatted(interruption.seconds(), monitor.progress().step()));
  }

  /**
   * Asks the stage to save and end, as SIGTERM does, and does not wait. While it loads there is
   * nothing to save, and reading may take longer than a grace period: then the attempt ends here.
   *
   * @return whether it has ended
   */
  public synchronized boolean interrupt() {
    interruption.request();
    if (end == null && monitor.progress().phase() == Progress.Phase.LOADING) {
      interrupted();
    }
    return end != null;
  }

  /** How the attempt ended; the first to know tells. */
  private synchronized ExitCode end(ExitCode outcome, String message) {
    if (end == null) {
      end = outcome;
      tell(result(outcome, message));
    }
    notifyAll();
    return end;
  }

  /** Waits for the attempt's end. */
  public synchronized ExitCode await() throws InterruptedException {
    while (end == null) {
      wait();
    }
    return end;
  }

  private void tell(StageResult result) {
    if (result.outcome() == ExitCode.DONE || result.outcome() == ExitCode.INTERRUPTED) {
      LOG.info(result.message());
    } else {
      LOG.error(result.message());
    }
    TerminationMessage.of(variables).write(result);
    if (folder != null) {
      try {
        DurableFiles.write(
            folder.resolve(CheckpointLayout.RESULT),
            Documents.json(result).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        LOG.warn("{} cannot be written: {}", CheckpointLayout.RESULT, e.toString());
      }
    }
    monitor.done();
  }

  private StageResult result(ExitCode outcome, String message) {
    Progress progress = monitor.progress();
    return new StageResult(
        stage,
        environment == null ? 0 : environment.attempt(),
        environment == null ? null : environment.pod(),
        outcome,
        message,
        progress.checkpoint(),
        monitor.resumedFrom(),
        monitor.parents(),
        monitor.data(),
        progress.figures());
  }
}
