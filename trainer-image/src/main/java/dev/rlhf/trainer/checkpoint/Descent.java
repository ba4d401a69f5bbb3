package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.AttemptStart;
import dev.rlhf.contract.CheckpointLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The checkpoints that a stage's latest attempt descends from, the newest first: its own, and of
 * the attempt that it went on from those up to where it did, and so on.
 *
 * <p>What another attempt wrote beside them is none of them: a process that was paused and woken,
 * say, while its successor was at work.
 */
final class Descent {
  private static final Comparator<Candidate> NEWEST_FIRST =
      Comparator.comparingLong(Candidate::step)
          .thenComparingInt(Candidate::attempt)
          .reversed()
          .thenComparing(Candidate::folder);

  private final List<AttemptFolder> attempts;
  private final List<Candidate> found = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  /** A folder that has a checkpoint's name. */
  record Candidate(Path folder, long step, int attempt) {}

  private Descent(List<AttemptFolder> attempts) {
    this.attempts = attempts;
  }

  static List<Candidate> of(Path stage) throws IOException {
    Descent descent = new Descent(AttemptFolder.in(stage));
    Optional<AttemptFolder> latest = descent.latest();
    if (latest.isPresent()) {
      descent.follow(latest.get(), Long.MAX_VALUE);
    }
    descent.found.sort(NEWEST_FIRST);
    return descent.found;
  }

  /** The latest attempt that has begun; of two of one number the one that came further. */
  private Optional<AttemptFolder> latest() throws IOException {
    AttemptFolder latest = null;
    for (AttemptFolder attempt : attempts) {
      boolean hasBegun = attempt.start().isPresent() || !attempt.steps().isEmpty();
      if (hasBegun && (latest == null || isLater(attempt, latest))) {
        latest = attempt;
      }
    }
    return Optional.ofNullable(latest);
  }

  private static boolean isLater(AttemptFolder one, AttemptFolder other) throws IOException {
    return one.number() > other.number()
        || one.number() == other.number() && lastStep(one) > lastStep(other);
  }

  private static long lastStep(AttemptFolder attempt) throws IOException {
    return candidates(attempt).stream().mapToLong(Candidate::step).max().orElse(-1);
  }

  private void follow(AttemptFolder attempt, long upTo) throws IOException {
    if (!seen.add(attempt.name())) {
      return;
    }
    candidates(attempt).stream().filter(step -> step.step() <= upTo).forEach(found::add);
    Optional<AttemptStart> start = attempt.start();
    if (start.isEmpty()) {
      followAllBefore(attempt);
    } else if (start.get().from() != null) {
      AttemptStart.Base base = start.get().from();
      for (AttemptFolder earlier : attempts) {
        if (earlier.name().equals(base.attempt())) {
          follow(earlier, Math.min(upTo, base.step()));
        }
      }
    }
  }

  /** An attempt that does not say what it went on from may have gone on from any before it. */
  private void followAllBefore(AttemptFolder attempt) throws IOException {
    for (AttemptFolder earlier : attempts) {
      if (earlier.number() <= attempt.number() && seen.add(earlier.name())) {
        found.addAll(candidates(earlier));
      }
    }
  }

  private static List<Candidate> candidates(AttemptFolder attempt) throws IOException {
    return attempt.steps().stream()
        .map(
            folder ->
                new Candidate(
                    folder, CheckpointLayout.stepOf(folder).getAsLong(), attempt.number()))
        .toList();
  }
}
