package dev.rlhf.trainer.stage;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether what a stage starts from is whole: told by a process that needs no device for it. */
public final class ParentResults {

  private ParentResults() {}

  /**
   * The result of looking at every parent that a {@code stage.yaml} names; it has no checkpoint.
   */
  public static StageResult of(Path configFile) throws IOException {
    StageConfig config = StageFile.read(configFile).config();
    Map<String, String> digests = new TreeMap<>();
    List<String> flaws = new ArrayList<>();
    Bases bases = Bases.of(config, new Inputs(configFile.resolveSibling("inputs")));
    for (Stage parent : config.parents().keySet()) {
      try {
        VerifiedParent found = VerifiedParent.of(config, parent);
        bases.with(found);
        digests.put(parent.id(), found.digest());
        if (HuggingFaceFolder.isAdapter(found.folder()) && !isMade(config)) {
          HuggingFaceFolder.open(found.folder(), bases);
        }
      } catch (InvalidInputException e) {
        flaws.add(e.getMessage());
      }
    }
    return new StageResult(
        config.stage(),
        0,
        null,
        flaws.isEmpty() ? ExitCode.DONE : ExitCode.INVALID,
        flaws.isEmpty() ? "Every parent verifies." : String.join("; ", flaws),
        null,
        0,
        digests,
        Map.of());
  }

  /** A base that a stage makes itself need not be there. */
  private static boolean isMade(StageConfig config) {
    return config.model().path() == null;
  }
}
