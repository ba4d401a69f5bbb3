package dev.rlhf.trainer.stage;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.PeakMemory;
import dev.rlhf.contract.StageResult;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.CheckpointRoom;
import dev.rlhf.trainer.checkpoint.Space;
import dev.rlhf.trainer.memory.ForeseenMemory;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.reward.RuleReward;
import dev.rlhf.trainer.tensor.Lanes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What can be told of a stage before it begins, by a process that needs no device for it. */
public final class StageCheck {
  private final StageConfig config;
  private final Bases bases;
  private final Map<String, String> digests = new TreeMap<>();
  private final List<Flaw> flaws = new ArrayList<>();

  private record Flaw(ExitCode kind, String words) {}

  private StageCheck(StageConfig config, Path made) {
    this.config = config;
    bases = Bases.of(config, new Inputs(made));
  }

  /**
   * The result of looking at every parent that a {@code stage.yaml} names, at the room for the
   * stage's checkpoints, and at rules; it has no checkpoint, and of figures the memory that is
   * foreseen.
   *
   * @param rules of rewards by name: those of a later stage, too
   */
  public static StageResult of(Path configFile, Map<String, String> rules, Space space)
      throws IOException {
    StageCheck check =
        new StageCheck(StageFile.read(configFile).config(), configFile.resolveSibling("inputs"));
    rules.forEach(check::rule);
    for (Stage parent : check.config.parents().keySet()) {
      check.parent(parent);
    }
    if (check.flaws.isEmpty()) {
      check.room(space);
    }
    return check.result();
  }

  private void rule(String name, String rule) {
    try {
      RuleReward.of(name, rule);
    } catch (InvalidInputException e) {
      flaws.add(new Flaw(ExitCode.INVALID, "spec.stages.ppo.rewards: " + e.getMessage()));
    }
  }

  private void parent(Stage parent) throws IOException {
    try {
      VerifiedParent found = VerifiedParent.of(config, parent);
      bases.with(found);
      digests.put(parent.id(), found.digest());
      if (HuggingFaceFolder.isAdapter(found.folder()) && !isMade()) {
        HuggingFaceFolder.open(found.folder(), bases);
      }
    } catch (StageFailedException e) {
      flaws.add(new Flaw(e.outcome(), e.getMessage()));
    } catch (InvalidInputException e) {
      flaws.add(new Flaw(ExitCode.INVALID, e.getMessage()));
    }
  }

  /** A model that a stage makes itself need not be there. */
  private boolean isMade() {
    return config.model().path() == null;
  }

  private void room(Space space) throws IOException {
    try {
      new CheckpointRoom(config, space).require();
    } catch (InvalidInputException e) {
      flaws.add(new Flaw(ExitCode.INVALID, e.getMessage()));
    } catch (Space.NoSpaceException e) {
      flaws.add(new Flaw(ExitCode.NO_SPACE, e.getMessage()));
    }
  }

  private Map<String, Double> figures() throws IOException {
    Optional<PeakMemory> peak =
        flaws.isEmpty() ? ForeseenMemory.of(config, Lanes.MOST) : Optional.empty();
    return peak.map(memory -> Map.of(PeakMemory.FIGURE, (double) memory.bytes())).orElse(Map.of());
  }

  private StageResult result() throws IOException {
    return new StageResult(
        config.stage(),
        0,
        null,
        flaws.stream().map(Flaw::kind).min(ExitCode::compareTo).orElse(ExitCode.DONE),
        flaws.isEmpty()
            ? "Every parent verifies."
            : flaws.stream().map(Flaw::words).collect(Collectors.joining("; ")),
        null,
        0,
        digests,
        Map.of(),
        figures());
  }
}
