package dev.rlhf.operator;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.act.ComplaintClient;
import dev.rlhf.operator.act.ProgressClient;
import dev.rlhf.operator.act.WorkloadClient;
import dev.rlhf.operator.decide.RunDecision;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.operator.objects.Queue;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.operator.observe.Complaint;
import dev.rlhf.operator.observe.PodPhase;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.operator.observe.QueueNotice;
import dev.rlhf.operator.observe.Trouble;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.polling.PerResourcePollingConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.event.source.polling.PerResourcePollingEventSource;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What wakes a run: its objects, by our label, and what its pods say. */
final class EventSources {
  /** A pod that does not answer holds one of them up for as long as the client is patient. */
  private static final int POLLERS = 16;

  private EventSources() {}

  static List<EventSource<?, RLHFRun>> of(
      EventSourceContext<RLHFRun> context, ProgressClient client, Duration interval) {
    InformerEventSource<Pod, RLHFRun> pods = informer(Pod.class, context);
    InformerEventSource<Job, RLHFRun> jobs = informer(Job.class, context);
    InformerEventSource<PersistentVolumeClaim, RLHFRun> claims =
        informer(PersistentVolumeClaim.class, context);
    return List.of(
        jobs,
        pods,
        claims,
        informer(ConfigMap.class, context),
        progress(context, pods, client, interval),
        queue(context, jobs, interval),
        complaints(context, run -> inTrouble(run, jobs, pods, claims), interval));
  }

  private static <T extends HasMetadata> InformerEventSource<T, RLHFRun> informer(
      Class<T> type, EventSourceContext<RLHFRun> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, RLHFRun.class)
            .withLabelSelector(Labels.SELECTOR)
            .withSecondaryToPrimaryMapper(EventSources::run)
            .build(),
        context);
  }

  /** By label and not by owner: a pod's owner is its Job, and a claim that is kept has none. */
  private static Set<ResourceID> run(HasMetadata object) {
    String run = object.getMetadata().getLabels().get(Labels.RUN);
    return run == null
        ? Set.of()
        : Set.of(new ResourceID(run, object.getMetadata().getNamespace()));
  }

  private static EventSource<?, RLHFRun> progress(
      EventSourceContext<RLHFRun> context,
      InformerEventSource<Pod, RLHFRun> pods,
      ProgressClient client,
      Duration interval) {
    return new PerResourcePollingEventSource<>(
        ProgressSample.class,
        context,
        new PerResourcePollingConfigurationBuilder<ProgressSample, RLHFRun, String>(
                run ->
                    pods.getSecondaryResources(run).stream()
                        .filter(EventSources::trains)
                        .flatMap(pod -> client.ask(pod).stream())
                        .collect(Collectors.toSet()),
                interval)
            .withName("progress")
            .withExecutorService(Executors.newScheduledThreadPool(POLLERS))
            .withRegisterPredicate(run -> !RunDecision.isOver(run))
            .withResourceIDMapper(ProgressSample::podUid)
            .build());
  }

  /** Asked for, and not watched: only a few Jobs are held back, and Kueue need not be there. */
  private static EventSource<?, RLHFRun> queue(
      EventSourceContext<RLHFRun> context,
      InformerEventSource<Job, RLHFRun> jobs,
      Duration interval) {
    var workloads = new WorkloadClient(context.getClient());
    return new PerResourcePollingEventSource<>(
        QueueNotice.class,
        context,
        new PerResourcePollingConfigurationBuilder<QueueNotice, RLHFRun, String>(
                run ->
                    jobs.getSecondaryResources(run).stream()
                        .filter(Queue::holdsBack)
                        .map(Job::getMetadata)
                        .flatMap(job -> workloads.ask(job.getNamespace(), job.getUid()).stream())
                        .collect(Collectors.toSet()),
                interval)
            .withName("queue")
            .withExecutorService(Executors.newScheduledThreadPool(1))
            .withRegisterPredicate(run -> !RunDecision.isOver(run))
            .withResourceIDMapper(QueueNotice::jobUid)
            .build());
  }

  /** Asked for, and not watched: a cluster has events of everything, and few objects need them. */
  private static EventSource<?, RLHFRun> complaints(
      EventSourceContext<RLHFRun> context,
      Function<RLHFRun, Stream<? extends HasMetadata>> inTrouble,
      Duration interval) {
    var events = new ComplaintClient(context.getClient());
    return new PerResourcePollingEventSource<>(
        Complaint.class,
        context,
        new PerResourcePollingConfigurationBuilder<Complaint, RLHFRun, String>(
                run ->
                    inTrouble
                        .apply(run)
                        .map(HasMetadata::getMetadata)
                        .flatMap(o -> events.ask(o.getNamespace(), o.getUid()).stream())
                        .collect(Collectors.toSet()),
                interval)
            .withName("complaints")
            .withExecutorService(Executors.newScheduledThreadPool(1))
            .withRegisterPredicate(run -> !RunDecision.isOver(run))
            .withResourceIDMapper(Complaint::uid)
            .build());
  }

  /** A claim whose pod runs has its volume, whatever the watch has shown of it by now. */
  private static Stream<? extends HasMetadata> inTrouble(
      RLHFRun run,
      InformerEventSource<Job, RLHFRun> jobs,
      InformerEventSource<Pod, RLHFRun> pods,
      InformerEventSource<PersistentVolumeClaim, RLHFRun> claims) {
    Set<Pod> all = pods.getSecondaryResources(run);
    boolean runs = all.stream().anyMatch(PodPhase::isRunning);
    return Stream.of(
            jobs.getSecondaryResources(run).stream().filter(Trouble::isPossible),
            all.stream().filter(Trouble::isPossible),
            claims.getSecondaryResources(run).stream().filter(c -> !runs && Trouble.isPossible(c)))
        .flatMap(objects -> objects);
  }

  private static boolean trains(Pod pod) {
    return Role.TRAINER.isOf(pod) && PodPhase.isRunning(pod) && pod.getStatus().getPodIP() != null;
  }
}
