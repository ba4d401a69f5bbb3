package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.GuardAction;
import dev.rlhf.plan.GuardSettings;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.trainer.checkpoint.HardLinks;
import dev.rlhf.trainer.checkpoint.Keepsake;
import dev.rlhf.trainer.stage.StageFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what guards ask for, and keeps the best checkpoint.
 *
 * <p>A rollback takes models, optimizers and moments back to the last good checkpoint, one at which
 * no guard had begun to count. The count of iterations goes on: prompts that led astray are not
 * asked again, and the stage ends however often it happens.
 */
final class Overseer {
  private static final Logger LOG = LoggerFactory.getLogger(Overseer.class);
  private static final Path STATE = Path.of("trainer", "guards.json");

  private final PpoSettings settings;
  private final Guards guards;
  private final PpoModels models;
  private final PpoTrainer trainer;
  private final NDManager manager;
  private final Keepsake good;
  private final Keepsake best;
  private GuardState state;
  private boolean over;

  /**
   * One that has seen nothing.
   *
   * @param attempt the folder that it may keep states in
   */
  Overseer(
      PpoSettings settings, PpoModels models, PpoTrainer trainer, Path attempt, NDManager manager) {
    this.settings = settings;
    this.models = models;
    this.trainer = trainer;
    this.manager = manager;
    guards = new Guards(settings.guards());
    good = Keepsake.of(attempt, "good", HardLinks.ofVolume());
    best = Keepsake.of(attempt, "best", HardLinks.ofVolume());
    state = GuardState.begin(settings.guards().size());
  }

  /** Whether a guard has ended the stage. */
  boolean isOver() {
    return over;
  }

  /** What guards did, for people; empty where they did nothing. */
  List<String> acts() {
    return state.acts().stream().map(GuardAct::words).toList();
  }

  /** An iteration has ended; gives the figures that guards and validation add to its own. */
  Map<PpoFigure, Double> ended(long step, boolean last, Map<PpoFigure, Double> figures)
      throws IOException {
    Guards.Count count = guards.count(state.streaks(), figures);
    state = state.withStreaks(count.streaks());
    for (Guards.Due due : count.due()) {
      if (due.action() == GuardAction.WARN) {
        warn(step, due.why());
      }
    }
    Optional<Guards.Due> gravest =
        count.due().stream()
            .filter(due -> due.action() != GuardAction.WARN)
            .max(Comparator.comparing(Guards.Due::action));
    if (gravest.isPresent() && gravest.get().action() == GuardAction.ROLLBACK) {
      rollBack(step, gravest.get().guard(), gravest.get().why());
    } else {
      validated(step, figures);
      gravest.ifPresent(due -> end(step, due));
    }
    return close(step, last);
  }

  /** A figure is not finite any more, and neither are the weights. */
  Map<PpoFigure, Double> notFinite(long step, boolean last, NotFiniteException e)
      throws IOException {
    Optional<Integer> rollback = first(GuardAction.ROLLBACK);
    if (rollback.isPresent()) {
      rollBack(step, rollback.get(), e.getMessage());
    } else if (first(GuardAction.STOP).isPresent() && (best.isThere() || good.isThere())) {
      end(step, new Guards.Due(0, GuardAction.STOP, e.getMessage()));
    } else {
      throw new StageFailedException(ExitCode.GUARD_FAILED, e.getMessage(), e);
    }
    return close(step, last);
  }

  private Optional<Integer> first(GuardAction action) {
    return IntStream.range(0, settings.guards().size())
        .boxed()
        .filter(i -> settings.guards().get(i).action() == action)
        .findFirst();
  }

  private void warn(long step, String why) {
    GuardAct act = new GuardAct(step, GuardAction.WARN, why, null);
    state = state.warned(act);
    LOG.warn("guard: {}", act.words());
  }

  private void rollBack(long step, int guard, String why) throws IOException {
    GuardSettings rule = settings.guards().get(guard);
    if (!good.isThere()) {
      throw failure(
          step, why + ", before there was a good checkpoint: lower checkpoints.everySteps");
    }
    if (state.rollbacks().get(guard) == rule.atMost()) {
      throw failure(step, why + ", after %d rollbacks of this guard".formatted(rule.atMost()));
    }
    models.goBack(good.folder(), manager);
    trainer.goBack(good.folder());
    GuardAct act = new GuardAct(step, GuardAction.ROLLBACK, why, state.good());
    state = state.rolledBack(guard, rule.learningRateFactor(), rule.klCoefficientFactor(), act);
    trainer.goCarefully(state.rateFactor(), state.klFactor());
    LOG.warn("guard: {}", act.words());
  }

  private static StageFailedException failure(long step, String why) {
    return new StageFailedException(
        ExitCode.GUARD_FAILED,
        "guard: " + new GuardAct(step, GuardAction.FAIL, why, null).words(),
        null);
  }

  private void end(long step, Guards.Due due) {
    if (due.action() == GuardAction.FAIL) {
      throw failure(step, due.why());
    }
    boolean validated = state.best() != null;
    if (!validated && !good.isThere()) {
      throw failure(
          step, due.why() + ", before there was a good checkpoint: lower checkpoints.everySteps");
    }
    long left = validated ? state.best().step() : state.good();
    GuardAct act = new GuardAct(step, GuardAction.STOP, due.why(), left);
    state = state.stopped(act);
    over = true;
    LOG.warn("guard: {}", act.words());
  }

  private void validated(long step, Map<PpoFigure, Double> figures) {
    if (figures.containsKey(PpoFigure.HELD_OUT_REWARD)) {
      BestStep now =
          new BestStep(
              step, figures.get(PpoFigure.HELD_OUT_REWARD), figures.get(PpoFigure.HELD_OUT_KL));
      if (now.isBetterThan(state.best(), settings.validation().maxKl())) {
        state = state.withBest(now);
      }
    }
  }

  /** The stage ends with the best state, or, stopped without validation, with the last good one. */
  private Map<PpoFigure, Double> close(long step, boolean last) throws IOException {
    if (last || over) {
      if (state.best() != null && state.best().step() != step) {
        goBack(best, state.best().step());
      } else if (state.best() == null && over) {
        goBack(good, state.good());
      }
    }
    return figures(step);
  }

  private void goBack(Keepsake kept, long step) throws IOException {
    models.goBack(kept.folder(), manager);
    trainer.goBack(kept.folder());
    LOG.info("the stage ends with step {}", step);
  }

  private Map<PpoFigure, Double> figures(long step) {
    Map<PpoFigure, Double> figures = new EnumMap<>(PpoFigure.class);
    if (!settings.guards().isEmpty()) {
      figures.put(PpoFigure.GUARD_WARNINGS, (double) state.warnings());
      figures.put(
          PpoFigure.GUARD_ROLLBACKS,
          state.rollbacks().stream().mapToDouble(Integer::doubleValue).sum());
    }
    state.acts().stream()
        .filter(act -> act.action() == GuardAction.ROLLBACK)
        .reduce((earlier, later) -> later)
        .ifPresent(act -> figures.put(PpoFigure.GUARD_ROLLBACK_STEP, act.backTo().doubleValue()));
    if (over) {
      figures.put(PpoFigure.GUARD_STOP_STEP, (double) step);
    }
    if (state.best() != null) {
      figures.put(PpoFigure.BEST_STEP, (double) state.best().step());
    }
    return figures;
  }

  /** What keeping states takes beside a checkpoint of so many bytes. */
  long keptBytes(long checkpoint) throws IOException {
    return (guards.goBack() ? good.bytes(checkpoint) : 0)
        + (settings.validation() == null ? 0 : best.bytes(checkpoint));
  }

  /** Adds to a checkpoint of a step, whose models and trainer's state are written. */
  void save(Path folder, long step) throws IOException {
    if (settings.guards().isEmpty() && settings.validation() == null) {
      return;
    }
    boolean isGood =
        guards.goBack()
            && !over
            && trainer.isBetweenIterations()
            && guards.areQuiet(state.streaks());
    if (isGood) {
      state = state.withGood(step);
    }
    Files.writeString(folder.resolve(STATE), Documents.json(state));
    keep(good, isGood, folder);
    keep(best, state.best() != null && state.best().step() == step, folder);
  }

  private static void keep(Keepsake keepsake, boolean now, Path folder) throws IOException {
    if (now) {
      keepsake.take(folder);
    } else if (keepsake.isThere()) {
      keepsake.putInto(folder);
    }
  }

  /** Goes on with what a checkpoint of a step holds. */
  void restore(Path checkpoint, long step) throws IOException {
    Path file = checkpoint.resolve(STATE);
    if (!Files.exists(file)) {
      return;
    }
    state = Documents.read(Files.readAllBytes(file), GuardState.class);
    trainer.goCarefully(state.rateFactor(), state.klFactor());
    restore(good, state.good() != null && state.good() == step, checkpoint);
    restore(best, state.best() != null && state.best().step() == step, checkpoint);
  }

  private static void restore(Keepsake keepsake, boolean itself, Path checkpoint)
      throws IOException {
    if (itself) {
      keepsake.take(checkpoint);
    } else {
      keepsake.takeOver(checkpoint);
    }
  }
}
