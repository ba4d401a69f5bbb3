package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a stage, over all its attempts. Those that cannot be used are passed over with
 * a line in the log, and stay where they are: they may be all that is left.
 *
 * @param folder of the stage
 * @param passedOver is told of each that is passed over
 */
public record Lineage(Path folder, RunIdentity run, Stage stage, Consumer<Flaw> passedOver) {
  private static final Logger LOG = LoggerFactory.getLogger(Lineage.class);
  private static final Pattern ATTEMPT = Pattern.compile("(\\d{1,9})-.+");

  private record Candidate(Path folder, long step, int attempt) {}

  /** The checkpoint with most steps whose every file verifies. */
  public Optional<Checkpoint> newest() throws IOException {
    return newest(true);
  }

  /** The checkpoint with most steps by its manifest alone: its files are not read. */
  public Optional<Checkpoint> newestUnread() throws IOException {
    return newest(false);
  }

  private Optional<Checkpoint> newest(boolean verified) throws IOException {
    for (Candidate candidate : candidates()) {
      try {
        Checkpoint checkpoint = own(candidate);
        if (verified) {
          Verification.verify(checkpoint);
        }
        return Optional.of(checkpoint);
      } catch (DamagedCheckpointException e) {
        LOG.warn("passed over {}: {}", candidate.folder(), e.getMessage());
        passedOver.accept(e.flaw());
      }
    }
    return Optional.empty();
  }

  private Checkpoint own(Candidate candidate) throws DamagedCheckpointException {
    Checkpoint said = ManifestFile.read(candidate.folder());
    if (!said.manifest().run().equals(run) || said.manifest().stage() != stage) {
      throw new DamagedCheckpointException(
          Flaw.FOREIGN,
          "it is of stage %s of run %s"
              .formatted(said.manifest().stage().id(), said.manifest().run().folder()));
    }
    if (said.manifest().step() != candidate.step()) {
      throw new DamagedCheckpointException(
          "its manifest is of step %d".formatted(said.manifest().step()));
    }
    return said;
  }

  private List<Candidate> candidates() throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    for (Path attempt : folders(folder)) {
      Matcher name = ATTEMPT.matcher(attempt.getFileName().toString());
      if (name.matches()) {
        for (Path step : folders(attempt)) {
          CheckpointLayout.stepOf(step)
              .ifPresent(
                  number ->
                      candidates.add(new Candidate(step, number, Integer.parseInt(name.group(1)))));
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

  /** No links: whoever writes them decides what is behind them tomorrow. */
  private static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (var children = Files.list(parent)) {
      return children.filter(child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)).toList();
    }
  }
}
