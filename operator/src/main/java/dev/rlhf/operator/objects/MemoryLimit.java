package dev.rlhf.operator.objects;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.Resources;
import dev.rlhf.plan.ManifestStage;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The memory that the container of a stage may use: its limit, or what it requests where it has
 * none.
 *
 * @param quantity as the manifest has it
 * @param field where it stands in the manifest, with {@code %s} in place of the quantity
 */
public record MemoryLimit(Kind kind, Quantity quantity, String field) {
  private static final String MEMORY = "memory";

  /** What a container is given, and where that stands in its resources. */
  public enum Kind {
    LIMIT("limit", "limits", ResourceRequirements::getLimits),
    REQUEST("request", "requests", ResourceRequirements::getRequests);

    private final String word;
    private final String field;
    private final Function<ResourceRequirements, Map<String, Quantity>> of;

    Kind(String word, String field, Function<ResourceRequirements, Map<String, Quantity>> of) {
      this.word = word;
      this.field = field;
      this.of = of;
    }

    /** As in a sentence. */
    public String word() {
      return word;
    }

    private Optional<Quantity> memory(ResourceRequirements resources) {
      return Optional.ofNullable(resources).map(of).map(amounts -> amounts.get(MEMORY));
    }
  }

  /**
   * That of a stage's next attempt; empty where the manifest does not say, or says what no pod
   * takes.
   */
  public static Optional<MemoryLimit> of(RLHFRun run, Stage stage) {
    try {
      ResourceRequirements all = TrainerPod.overlaid(run, stage);
      return of(Kind.LIMIT, all, run, stage)
          .or(() -> of(Kind.REQUEST, all, run, stage))
          .filter(limit -> limit.bytes() >= 0);
    } catch (UnfitPodTemplateException | IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<MemoryLimit> of(
      Kind kind, ResourceRequirements all, RLHFRun run, Stage stage) {
    return kind.memory(all)
        .map(quantity -> new MemoryLimit(kind, quantity, field(kind, quantity, run, stage)));
  }

  public long bytes() {
    return Quantity.getAmountInBytes(quantity).min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
  }

  /** What a pod template says counts before {@code resources}, and a stage's before all stages'. */
  private static String field(Kind kind, Quantity quantity, RLHFRun run, Stage stage) {
    Resources own = ManifestStage.of(run.getSpec(), stage).resources();
    boolean plain =
        kind.memory(TrainerPod.requirements(run, stage)).filter(quantity::equals).isPresent();
    if (!plain) {
      return "%s.podTemplate.spec.containers: [{name: %s, resources: {%s: {memory: %%s}}}]"
          .formatted(stage.specPath(), TrainerPod.CONTAINER, kind.field);
    }
    return "%s.resources.%s.memory: %%s"
        .formatted(own == null ? "template" : stage.specPath(), kind.field);
  }
}
