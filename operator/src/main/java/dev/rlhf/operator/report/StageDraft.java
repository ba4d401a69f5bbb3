package dev.rlhf.operator.report;

import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.AttemptIntent;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageProgress;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.observe.EndReason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** A stage's status on its way to the next one. */
public final class StageDraft {
  private static final int MAX_MESSAGE = 4096;

  private final String name;
  private StagePhase phase;
  private String waiting;
  private String waitingSince;
  private Integer restarts;
  private Integer firstAttempt;
  private AttemptIntent intent;
  private String nextRevision;
  private String jobUid;
  private Integer evictions;
  private Integer errors;
  private Integer disruptions;
  private String notBefore;
  private String reason;
  private String message;
  private final WorkDraft work;
  private String startedAt;
  private String finishedAt;

  private StageDraft(StageStatus from) {
    name = from.name();
    phase = from.phase();
    waiting = from.waiting();
    waitingSince = from.waitingSince();
    restarts = from.restarts();
    firstAttempt = from.firstAttempt();
    intent = from.intent();
    nextRevision = from.nextRevision();
    jobUid = from.jobUid();
    evictions = from.evictions();
    errors = from.errors();
    disruptions = from.disruptions();
    notBefore = from.notBefore();
    reason = from.reason();
    message = from.message();
    work = new WorkDraft(from);
    startedAt = from.startedAt();
    finishedAt = from.finishedAt();
  }

  public static StageDraft from(StageStatus status) {
    return new StageDraft(status);
  }

  /** An attempt that is decided on and whose Job is not there yet. */
  public StageDraft intend(AttemptIntent next) {
    phase = StagePhase.STARTING;
    intent = next;
    jobUid = null;
    evictions = null;
    notBefore = null;
    work.withoutPod();
    return this;
  }

  /** The word for what keeps the stage from going on; null where nothing does. */
  public StageDraft waiting(String word) {
    waiting = word;
    return this;
  }

  /** The attempt's Job is there and waits in its queue. */
  public StageDraft queued() {
    phase = StagePhase.QUEUED;
    return this;
  }

  /** The attempt's Job is in its queue again, and its pod is gone or about to go. */
  public StageDraft evicted(Instant now) {
    evictions = evictions == null ? 1 : evictions + 1;
    return heldUp(now).queued();
  }

  /** The attempt's pod is gone or about to go, and another one may come. */
  public StageDraft heldUp(Instant now) {
    work.withoutPod();
    work.metered(meter -> meter.evicted(now));
    return this;
  }

  /** The attempt's Job waits in no queue: its pod comes, or is there. */
  public StageDraft admitted() {
    phase = phase == StagePhase.QUEUED ? StagePhase.STARTING : phase;
    return this;
  }

  /** The revision of settings that the next attempt takes; null where it is the attempt's own. */
  public StageDraft nextRevision(String revision) {
    nextRevision = revision;
    return this;
  }

  /** When what keeps the stage from going on began to; null where nothing does. */
  public StageDraft waitingSince(Instant time) {
    waitingSince = time == null ? null : seconds(time);
    return this;
  }

  public StageDraft jobUid(String uid) {
    jobUid = uid;
    return this;
  }

  /** The attempt's pod runs. */
  public StageDraft running(Instant now) {
    phase = StagePhase.RUNNING;
    startedAt = startedAt == null ? seconds(now) : startedAt;
    return this;
  }

  public StageDraft ended(EndReason why, String words) {
    reason = why.word();
    message =
        words == null || words.length() <= MAX_MESSAGE ? words : words.substring(0, MAX_MESSAGE);
    return this;
  }

  public StageDraft errors(int count) {
    errors = count;
    return this;
  }

  public StageDraft disruptions(int count) {
    disruptions = count;
    return this;
  }

  public StageDraft retryAt(Instant time) {
    phase = StagePhase.RETRYING;
    notBefore = time.truncatedTo(ChronoUnit.MILLIS).toString();
    return this;
  }

  /** The attempt is to end, on the operator's word. */
  public StageDraft stopped(EndReason why, String words) {
    phase = StagePhase.STOPPED;
    return ended(why, words);
  }

  /** The attempt that was decided on waits for a node, and for so many GPUs there. */
  public StageDraft waitsFor(int gpus, Instant now) {
    work.metered(meter -> meter.waits(now, gpus));
    return this;
  }

  /** The attempt's pod has had a node since then. */
  public StageDraft placed(Instant since) {
    work.metered(meter -> meter.placed(since));
    return this;
  }

  /**
   * The attempt's pod spoke. When it does so for the first time, what the pod before it has saved
   * is known at last.
   *
   * @param steps whether it makes steps by now
   * @param newest its newest checkpoint; null while it has none
   */
  public StageDraft heard(Instant at, boolean steps, CheckpointRef newest) {
    work.heard(at, steps, newest);
    return this;
  }

  /** The attempt has no pod any more since then. */
  public StageDraft released(Instant since) {
    work.metered(meter -> meter.released(since));
    return this;
  }

  /** Steps that no checkpoint holds by now are kept in another way, or lost. */
  public StageDraft settled(boolean kept) {
    work.metered(meter -> meter.settled(kept));
    return this;
  }

  /** The stage's turn comes again; only the number of its attempts goes on. */
  public StageDraft anew(Instant now) {
    restarts = restarts == null ? 1 : restarts + 1;
    phase = StagePhase.PENDING;
    jobUid = null;
    evictions = null;
    errors = 0;
    disruptions = 0;
    notBefore = null;
    reason = null;
    message = null;
    work.anew(now);
    startedAt = null;
    finishedAt = null;
    return this;
  }

  /** None of the checkpoints that the stage has is its own any more. */
  public StageDraft fromFirstStep() {
    firstAttempt = intent == null ? null : Integer.valueOf(intent.attempt() + 1);
    return this;
  }

  /** The stage has ended for good. */
  public StageDraft finished(StagePhase how, Instant now) {
    phase = how;
    notBefore = null;
    finishedAt = seconds(now);
    return this;
  }

  public StageDraft progress(StageProgress latest) {
    work.progress(latest);
    return this;
  }

  /** What a step and a checkpoint, or an interruption, has taken by now; the longest stays. */
  public StageDraft shutdown(double seconds) {
    work.shutdown(seconds);
    return this;
  }

  /** The latest figures; none leaves those that were there. */
  public StageDraft figures(Map<String, Double> latest) {
    work.figures(latest);
    return this;
  }

  /** The newest checkpoint, which holds the steps made so far; none leaves the one there was. */
  public StageDraft checkpoint(CheckpointRef newest) {
    work.checkpoint(newest);
    return this;
  }

  /** What the stage came from, as a process told of itself when it ended. */
  public StageDraft lineage(StageResult told) {
    work.lineage(told);
    return this;
  }

  public StageStatus status() {
    return new StageStatus(
        name,
        phase,
        waiting,
        waitingSince,
        restarts,
        firstAttempt,
        intent,
        nextRevision,
        jobUid,
        evictions,
        errors,
        disruptions,
        notBefore,
        reason,
        message,
        work.progress(),
        work.figures(),
        work.checkpoint(),
        work.lineage(),
        work.shutdownSeconds(),
        work.usage(),
        startedAt,
        finishedAt);
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
