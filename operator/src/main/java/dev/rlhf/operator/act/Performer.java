package dev.rlhf.operator.act;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.decide.Decision;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Carries decisions out. */
public final class Performer {
  private static final int UNPROCESSABLE = 422;

  /** What is asked for is wrong in itself, or against a rule or a quota of the cluster. */
  private static final Set<Integer> REFUSED =
      Set.of(HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN, UNPROCESSABLE);

  /** Somebody was faster, or the run is gone: whatever was decided, it was decided on the past. */
  private static final Set<Integer> MOVED_ON =
      Set.of(HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND);

  private final KubernetesClient client;
  private final StatusListener listener;
  private final LastWrites writes;

  public Performer(KubernetesClient client, StatusListener listener, LastWrites writes) {
    this.client = client;
    this.listener = listener;
    this.writes = writes;
  }

  /**
   * Writes the last of some statuses, each of which follows from the one before it, and tells of
   * all of them.
   *
   * @return the run as it is now; empty when it has changed since the first was decided on
   */
  public Optional<RLHFRun> write(List<Decision.WriteStatus> steps) {
    return unlessMovedOn(() -> Optional.of(log(steps)));
  }

  /**
   * Does what was decided.
   *
   * @return what the API server has now: the object that was made or written, or that it was asked
   *     about; empty when what was seen is so no more, since it was deleted, or the world has moved
   *     on and nothing was done
   * @throws RejectedException when the API server refuses the object for what is in it
   * @throws KubernetesClientException when the API server cannot be reached, or forbids it
   */
  public Optional<HasMetadata> perform(Decision decision) {
    return unlessMovedOn(() -> attempt(decision));
  }

  /**
   * Makes a Job whose intent has just been written: nobody has written another one since, as far as
   * reading it once more could tell.
   *
   * @return as {@link #perform} does
   * @throws RejectedException as there
   */
  public Optional<HasMetadata> perform(Decision.CreateJob decision, RLHFRun written) {
    return written == decision.decidedOn()
        ? unlessMovedOn(() -> Optional.of(create(decision.job())))
        : perform(decision);
  }

  private static <T> Optional<T> unlessMovedOn(Supplier<Optional<T>> deed) {
    try {
      return deed.get();
    } catch (KubernetesClientException e) {
      return movedOn(e);
    }
  }

  private static <T> Optional<T> movedOn(KubernetesClientException e) {
    if (MOVED_ON.contains(e.getCode())) {
      return Optional.empty();
    }
    if (REFUSED.contains(e.getCode())) {
      throw new RejectedException(e.getMessage(), e);
    }
    throw e;
  }

  private Optional<HasMetadata> attempt(Decision decision) {
    if (decision instanceof Decision.WriteStatus write) {
      return Optional.of(log(List.of(write)));
    } else if (decision instanceof Decision.TryJob trial) {
      return Optional.of(tryOut(trial.job()));
    } else if (decision instanceof Decision.CreateClaim create) {
      return Optional.of(create(create.claim()));
    } else if (decision instanceof Decision.CreateConfigMap create) {
      return Optional.of(create(create.configMap()));
    } else if (decision instanceof Decision.CreateJob create) {
      return isUnchanged(create.decidedOn()) ? Optional.of(create(create.job())) : Optional.empty();
    } else if (decision instanceof Decision.DeleteJob delete) {
      return delete(delete.job());
    } else if (decision instanceof Decision.StopJob stop) {
      return stop(stop.job());
    } else if (decision instanceof Decision.DeleteRun delete) {
      return delete(delete.run());
    }
    return Optional.empty();
  }

  /** With the version that the first was decided on: the API server refuses any other. */
  private RLHFRun log(List<Decision.WriteStatus> steps) {
    RLHFRun last = steps.get(steps.size() - 1).written();
    RLHFRun now = client.resource(last).updateStatus();
    writes.add(last, now);
    steps.forEach(step -> listener.written(step.decidedOn(), step.status()));
    return now;
  }

  /**
   * A Job that the API server refuses, or whose fields it does not know, must not cost an attempt.
   * One whose name is taken was looked at before, and what holds the name is looked at next.
   */
  private Job tryOut(Job job) {
    try {
      client.resource(job).dryRun().fieldValidation(FieldValidateable.Validation.STRICT).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
    return job;
  }

  private HasMetadata create(HasMetadata object) {
    return client.resource(object).create();
  }

  /** A Job may be made only for an intent that is the log's last word. */
  private boolean isUnchanged(RLHFRun decidedOn) {
    RLHFRun now = client.resource(decidedOn).get();
    return now != null
        && now.getMetadata().getUid().equals(decidedOn.getMetadata().getUid())
        && now.getMetadata()
            .getResourceVersion()
            .equals(decidedOn.getMetadata().getResourceVersion());
  }

  /** Only the very object that was seen; its pods go with it. */
  private Optional<HasMetadata> delete(HasMetadata object) {
    client.resource(object).lockResourceVersion().delete();
    return Optional.empty();
  }

  /** The Job stays until its pods are gone, so that nobody takes them for ended before. */
  private Optional<HasMetadata> stop(Job job) {
    ObjectMeta seen = job.getMetadata();
    var options =
        new DeleteOptionsBuilder()
            .withPropagationPolicy("Foreground")
            .withNewPreconditions(seen.getResourceVersion(), seen.getUid())
            .build();
    client.raw(
        "/apis/batch/v1/namespaces/%s/jobs/%s".formatted(seen.getNamespace(), seen.getName()),
        "DELETE",
        options);
    return Optional.empty();
  }
}
