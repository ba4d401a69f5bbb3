package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.CheckpointManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of a stage, over all its attempts. */
public record Lineage(Path stage) {
  private static final Logger LOG = LoggerFactory.getLogger(Lineage.class);
  private static final Pattern ATTEMPT = Pattern.compile("(\\d{1,9})-.+");

  private record Candidate(Path folder, long step, int attempt) {}

  /**
   * The checkpoint with most steps that is wanted and whose every file verifies. Others are passed
   * over with a line in the log, and stay where they are: they may be all that is left.
   */
  public Optional<Checkpoint> newest(Predicate<CheckpointManifest> wanted) throws IOException {
    for (Candidate candidate : candidates()) {
      try {
        return Optional.of(Verification.of(candidate.folder(), wanted));
      } catch (DamagedCheckpointException e) {
        LOG.warn("passed over {}: {}", candidate.folder(), e.getMessage());
      }
    }
    return Optional.empty();
  }

  private List<Candidate> candidates() throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    for (Path attempt : children(stage)) {
      Matcher name = ATTEMPT.matcher(attempt.getFileName().toString());
      if (name.matches()) {
        for (Path folder : children(attempt)) {
          CheckpointLayout.stepOf(folder)
              .ifPresent(
                  step ->
                      candidates.add(new Candidate(folder, step, Integer.parseInt(name.group(1)))));
        }
      }
    }
    candidates.sort(
        Comparator.comparingLong(Candidate::step)
            .thenComparingInt(Candidate::attempt)
            .reversed()
            .thenComparing(Candidate::folder));
    return candidates;
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var children = Files.list(folder)) {
      return children.toList();
    }
  }
}
