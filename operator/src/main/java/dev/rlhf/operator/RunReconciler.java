package dev.rlhf.operator;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.act.CacheView;
import dev.rlhf.operator.act.LastWrites;
import dev.rlhf.operator.act.LiveView;
import dev.rlhf.operator.act.ProgressClient;
import dev.rlhf.operator.report.RunMetrics;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.util.List;

/**
 * Turns runs into Jobs.
 *
 * <p>A change of status wakes its run, too: a cache that was older than our own last write has then
 * caught up with it.
 */
@ControllerConfiguration(name = "rlhfrun", generationAwareEventProcessing = false)
@GradualRetry(
    maxAttempts = Integer.MAX_VALUE,
    initialInterval = 1_000,
    intervalMultiplier = 2,
    maxInterval = 60_000)
public class RunReconciler implements Reconciler<RLHFRun> {
  private final Pass pass;
  private final LastWrites writes;
  private final ProgressClient progress;
  private final RunMetrics metrics;
  private final OperatorSettings settings;

  public RunReconciler(
      Pass pass,
      LastWrites writes,
      ProgressClient progress,
      RunMetrics metrics,
      OperatorSettings settings) {
    this.pass = pass;
    this.writes = writes;
    this.progress = progress;
    this.metrics = metrics;
    this.settings = settings;
  }

  @Override
  public List<EventSource<?, RLHFRun>> prepareEventSources(EventSourceContext<RLHFRun> context) {
    metrics.countFrom(context.getPrimaryCache()::list);
    return EventSources.of(context, progress, settings.progressInterval());
  }

  @Override
  public UpdateControl<RLHFRun> reconcile(RLHFRun run, Context<RLHFRun> context) {
    var cached = new CacheView(writes.orNewer(run), context);
    var live =
        new LiveView(
            context.getClient(),
            run.getMetadata().getNamespace(),
            run.getMetadata().getName(),
            cached.progress());
    UpdateControl<RLHFRun> done = UpdateControl.noUpdate();
    pass.over(cached, live).ifPresent(done::rescheduleAfter);
    return done;
  }
}
