package dev.rlhf.trainer.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.manifest.Precision;
import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.Source;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.InvalidManifestException;
import dev.rlhf.plan.Places;
import dev.rlhf.plan.Plan;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.SourceUri;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StagePlan;
import dev.rlhf.plan.StageSettings;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.local.manifest.ManifestFile;
import dev.rlhf.trainer.memory.MemoryEstimate;
import dev.rlhf.trainer.memory.MemoryPart;
import dev.rlhf.trainer.memory.StageMemory;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.ModelConfig;
import dev.rlhf.trainer.stage.Inputs;
import dev.rlhf.trainer.tensor.Lanes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The memory that each stage of a manifest takes at its peak, before anything runs.
 *
 * @param model the language model, where it is not what the manifest names; else null
 * @param scratch a folder that models of {@code demo://} are made in
 */
public record MemoryPlan(ManifestFile manifest, Path model, Path scratch) {

  /** Where a source is on this machine; what only a cluster has is nowhere. */
  private record Here(Path manifestFolder) implements Places {
    @Override
    public String checkpoints() {
      return manifestFolder.toString();
    }

    @Override
    public String path(Source source) {
      SourceUri uri = SourceUri.of(source);
      return uri.scheme() == SourceUri.Scheme.FILE
          ? manifestFolder.resolve(uri.rest()).normalize().toString()
          : null;
    }

    @Override
    public Optional<FetchedSource> fetched(Source source) {
      return Optional.empty();
    }
  }

  /**
   * Of each stage that is trained or measured, in their order.
   *
   * @throws InvalidInputException when the model cannot be read here, or has none of the layers
   *     that {@code lora} names, or a stage computes in bf16
   */
  public Map<Stage, MemoryEstimate> estimates() throws IOException {
    RLHFRunSpec spec = manifest.spec();
    Plan plan = plan(spec);
    ModelConfig language = HuggingFaceFolder.open(languageModel(spec)).config();
    ModelConfig reward = reward(plan, language);
    Map<Stage, MemoryEstimate> estimates = new LinkedHashMap<>();
    for (StagePlan stage : plan.stages()) {
      if (stage instanceof StagePlan.Train train) {
        requireForeseeable(train);
        StageSettings settings = train.draft().settings();
        StageMemory memory =
            StageMemory.of(language, reward, settings.lora(), Lanes.ofProcessors());
        estimates.put(stage.stage(), memory.of(settings));
      }
    }
    return estimates;
  }

  private static void requireForeseeable(StagePlan.Train stage) {
    if (stage.draft().settings().precision() != Precision.FP32) {
      throw new InvalidInputException(
          "stage %s computes in bf16, whose memory is not foreseen: leave precision out to see what fp32 takes"
              .formatted(stage.stage().id()));
    }
  }

  private Plan plan(RLHFRunSpec spec) {
    try {
      return Plan.of(
          new RunIdentity(manifest.name(), "not-begun"), spec, new Here(manifest.folder()));
    } catch (InvalidManifestException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
  }

  private Path languageModel(RLHFRunSpec spec) throws IOException {
    if (model != null) {
      return model;
    }
    SourceUri uri = SourceUri.of(spec.model());
    return switch (uri.scheme()) {
      case FILE -> manifest.folder().resolve(uri.rest()).normalize();
      case DEMO -> new Inputs(scratch).resolve(new Input(spec.model().uri(), null), spec.seed());
      case PVC, HF, S3 ->
          throw new InvalidInputException(
              "%s is not on this machine: write --model and a folder with the model's config.json"
                  .formatted(spec.model().uri()));
    };
  }

  /** A ready reward model may be another one than the language model becomes. */
  private static ModelConfig reward(Plan plan, ModelConfig language) throws IOException {
    for (StagePlan stage : plan.stages()) {
      if (stage instanceof StagePlan.Given given
          && given.stage() == Stage.RM
          && given.checkpoint().path() != null) {
        return HuggingFaceFolder.open(Path.of(given.checkpoint().path())).config();
      }
    }
    return language.rewardModel(0);
  }

  /** A line for each stage: its sum, and what it is made of. */
  public static void print(Map<Stage, MemoryEstimate> estimates, PrintStream out) {
    estimates.forEach(
        (stage, estimate) ->
            out.printf(
                "%-5s %s: %s%n",
                stage.id(),
                mebibytes(estimate.total()),
                estimate.bytes().entrySet().stream()
                    .map(part -> part.getKey().id() + " " + mebibytes(part.getValue()))
                    .collect(Collectors.joining(", "))));
    out.printf("Where %s.%n", legend());
  }

  /** The same for programs: bytes by stage, with their sum as {@code total}. */
  public static ObjectNode json(Map<Stage, MemoryEstimate> estimates) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    estimates.forEach(
        (stage, estimate) -> {
          ObjectNode parts = root.putObject(stage.id());
          estimate.bytes().forEach((part, bytes) -> parts.put(part.id(), bytes));
          parts.put("total", estimate.total());
        });
    return root;
  }

  private static String legend() {
    return Arrays.stream(MemoryPart.values())
        .map(part -> part.id() + " are " + part.help())
        .collect(Collectors.joining("; "));
  }

  private static String mebibytes(long bytes) {
    return Math.round(bytes / (double) (1 << 20)) + " MiB";
  }
}
