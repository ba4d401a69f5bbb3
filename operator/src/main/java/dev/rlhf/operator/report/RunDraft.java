package dev.rlhf.operator.report;

import dev.rlhf.manifest.ActiveTime;
import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.manifest.PublishedModel;
import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.Restart;
import java.util.List;

/** A run's status in which something becomes another: all else stays as it was. */
final class RunDraft {
  private final RLHFRunStatus from;
  private String claimName;
  private String folder;
  private ActiveTime active;
  private List<FetchedSource> sources;
  private PublishedModel output;
  private Restart restart;

  private RunDraft(RLHFRunStatus from) {
    this.from = from;
    claimName = from.claimName();
    folder = from.folder();
    active = from.active();
    sources = from.sources();
    output = from.output();
    restart = from.restart();
  }

  static RunDraft from(RLHFRunStatus status) {
    return new RunDraft(status);
  }

  /**
   * @param place of all checkpoints, relative to the claim's root
   */
  RunDraft claim(String name, String place) {
    claimName = name;
    folder = place;
    return this;
  }

  RunDraft active(ActiveTime time) {
    active = time;
    return this;
  }

  RunDraft sources(List<FetchedSource> fetched) {
    sources = fetched;
    return this;
  }

  RunDraft output(PublishedModel published) {
    output = published;
    return this;
  }

  RunDraft restart(Restart wish) {
    restart = wish;
    return this;
  }

  RLHFRunStatus status() {
    return new RLHFRunStatus(
        from.observedGeneration(),
        from.phase(),
        from.stage(),
        from.progress(),
        from.waiting(),
        claimName,
        folder,
        active,
        sources,
        output,
        restart,
        from.stages(),
        from.conditions());
  }
}
