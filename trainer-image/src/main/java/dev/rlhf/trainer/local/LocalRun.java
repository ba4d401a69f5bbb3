package dev.rlhf.trainer.local;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.manifest.Device;
import dev.rlhf.plan.Fetched;
import dev.rlhf.plan.InvalidManifestException;
import dev.rlhf.plan.ManifestStage;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.Plan;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StagePlan;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.local.manifest.ManifestFile;
import dev.rlhf.trainer.tensor.ComputeDevice;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Runs a manifest's stages on this machine, one after the other. */
public final class LocalRun {
  private final ManifestFile manifest;
  private final RunFolder folder;
  private final boolean fresh;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param fresh whether a new run begins, whatever the folder holds
   * @param out gets the folder of the final model, and nothing else
   * @param err gets what people are told
   */
  public LocalRun(
      ManifestFile manifest, Path folder, boolean fresh, PrintStream out, PrintStream err) {
    this.manifest = manifest;
    this.folder = new RunFolder(folder);
    this.fresh = fresh;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs what is not done yet.
   *
   * @throws InvalidInputException when the manifest cannot run here
   */
  @SuppressWarnings("try") // the lock is held, not used
  public ExitCode run() throws IOException, InterruptedException {
    if (Boolean.TRUE.equals(manifest.spec().suspend())) {
      throw new InvalidInputException(
          "spec.suspend is true, so that nothing may run: write false, or leave it out");
    }
    Optional<LocalOutput> output =
        LocalOutput.of(manifest.spec(), manifest.folder(), System::getenv, err);
    new SourceCheck(places(new Fetched(null))).check(manifest.spec());
    new RewardCheck(System::getenv).check(manifest.spec());
    try (FileChannel lock = folder.lock()) {
      RunIdentity run = state().run();
      Fetched fetched = new LocalSources(folder, System::getenv, err).of(run, manifest.spec());
      return stages(Plan.of(run, manifest.spec(), places(fetched)), output);
    } catch (InvalidManifestException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
  }

  private LocalPlaces places(Fetched fetched) {
    return new LocalPlaces(folder.root(), manifest.folder(), fetched);
  }

  private ExitCode stages(Plan plan, Optional<LocalOutput> output)
      throws IOException, InterruptedException {
    Map<Stage, Parent> models = new EnumMap<>(Stage.class);
    for (StagePlan stage : plan.stages()) {
      if (stage instanceof StagePlan.Given given) {
        models.put(stage.stage(), new Parent(given.checkpoint().path(), null));
      } else if (stage instanceof StagePlan.Train train) {
        StageEnd end = train(train, models);
        if (end.exitCode() != ExitCode.DONE) {
          return end.exitCode();
        }
        Parent model = parent(end.result().orElseThrow().checkpoint());
        models.put(stage.stage(), model);
        StageSummary.of(stage.stage(), Path.of(model.path())).print(err);
      }
    }
    StagePlan last = plan.stages().get(plan.stages().size() - 1);
    if (output.isPresent()) {
      output.get().publish(trained(plan, models), plan.run(), folder.root());
    }
    out.println(conclude(last, models));
    return ExitCode.DONE;
  }

  /** Shows what all stages together came to, and gives the folder of the final model. */
  private String conclude(StagePlan last, Map<Stage, Parent> models) throws IOException {
    String checkpoint = models.get(last.stage()).path();
    if (last.stage() == Stage.EVAL) {
      EvaluationTable.read(Path.of(checkpoint)).print(err);
      return models.get(Stage.PPO).path();
    }
    if (last instanceof StagePlan.Train) {
      StageSamples.print(Path.of(checkpoint), err);
    }
    return checkpoint;
  }

  /** The last model that a stage has made; empty where all are ready ones. */
  private static Optional<Parent> trained(Plan plan, Map<Stage, Parent> models) {
    return plan.stages().stream()
        .filter(StagePlan.Train.class::isInstance)
        .filter(stage -> stage.stage() != Stage.EVAL)
        .map(stage -> models.get(stage.stage()))
        .reduce((first, last) -> last);
  }

  private StageEnd train(StagePlan.Train train, Map<Stage, Parent> models)
      throws IOException, InterruptedException {
    Map<Stage, Parent> parents = new EnumMap<>(models);
    parents.keySet().retainAll(train.parents());
    Device device =
        ManifestStage.device(manifest.spec(), train.stage())
            .or(() -> ComputeDevice.named(System.getenv()))
            .orElse(Device.CPU);
    return new StageRun(folder, train.config(parents), device, err).run();
  }

  private Parent parent(CheckpointRef checkpoint) {
    return new Parent(folder.root().resolve(checkpoint.path()).toString(), checkpoint.digest());
  }

  private RunState state() throws IOException {
    Optional<RunState> held = RunState.read(folder.run());
    if (held.isPresent() && !fresh) {
      return goOn(held.get());
    }
    held.ifPresent(
        old -> err.printf("The earlier run stays in %s%n", folder.checkpoints(old.run())));
    RunState begun = RunState.begin(manifest);
    begun.write(folder.run());
    return begun;
  }

  private RunState goOn(RunState held) throws IOException {
    RunState now = held.goOnWith(manifest, folder.root(), folder.done(held.run()));
    if (!now.equals(held)) {
      held.changes(manifest).forEach(change -> err.printf("%s%n", change));
      now.write(folder.run());
    }
    return now;
  }
}
