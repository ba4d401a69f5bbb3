package dev.rlhf.operator.decide;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RLHFRunStatus;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.Optional;

/** The one next thing to do for a run; after it, all is observed anew. */
public sealed interface Decision {

  /**
   * Whether it may be done before the log says why: it is done only once however often it is
   * decided on, and leaves nothing that trains.
   */
  default boolean isPreparation() {
    return false;
  }

  /**
   * All is as it should be.
   *
   * @param wake when to look again, if nothing happens before
   * @param untold whether it waits for something that caches never hear of
   */
  record Rest(Optional<Duration> wake, boolean untold) implements Decision {
    public Rest(Optional<Duration> wake) {
      this(wake, false);
    }
  }

  /** The status is written, if the run is still as it was when this was decided. */
  record WriteStatus(RLHFRun decidedOn, RLHFRunStatus status) implements Decision {

    /** The run as it is then, but for its version. */
    public RLHFRun written() {
      var run = new RLHFRun();
      run.setMetadata(decidedOn.getMetadata());
      run.setSpec(decidedOn.getSpec());
      run.setStatus(status);
      return run;
    }
  }

  /** The API server is asked whether it would take a Job; nothing is made. */
  record TryJob(Job job) implements Decision {
    @Override
    public boolean isPreparation() {
      return true;
    }
  }

  /** The run's claim is made; it is never changed nor deleted. */
  record CreateClaim(PersistentVolumeClaim claim) implements Decision {
    @Override
    public boolean isPreparation() {
      return true;
    }
  }

  /** The config map of a stage is made. */
  record CreateConfigMap(ConfigMap configMap) implements Decision {
    @Override
    public boolean isPreparation() {
      return true;
    }
  }

  /** The Job of a recorded intent is made, if the run is still as it was. */
  record CreateJob(RLHFRun decidedOn, Job job) implements Decision {}

  /** The Job of an attempt is deleted, this very one, and stays until its pods are gone. */
  record StopJob(Job job) implements Decision {}

  /** A run that has ended is deleted, if it is still as it was. */
  record DeleteRun(RLHFRun run) implements Decision {}

  /** A Job of ours that must not be there is deleted, this very one by its UID. */
  record DeleteJob(Job job) implements Decision {}
}
