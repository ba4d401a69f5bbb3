package dev.rlhf.operator.objects;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.manifest.PodMetadata;
import dev.rlhf.manifest.PodTemplate;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.plan.ManifestStage;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a manifest says of pods, laid over what the operator makes of them: first that of all
 * stages, then the stage's own. The schema has seen to it that the stage contract holds.
 */
record PodOverlay(List<ObjectNode> layers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a pod needs that only reads a claim, on whatever node. */
  private static final Set<String> OF_READER =
      Set.of(
          "securityContext",
          "serviceAccountName",
          "imagePullSecrets",
          "tolerations",
          "priorityClassName",
          "containers");

  private static final Set<String> OF_READERS_CONTAINER =
      Set.of("name", "image", "imagePullPolicy", "securityContext");

  /** What is laid over the pod that trains. */
  static PodOverlay onTrainer(RLHFRun run, Stage stage) {
    return new PodOverlay(templates(run, stage).map(PodOverlay::tree).toList());
  }

  /** What is laid over the pod that reads a result: neither sidecars nor choice of node. */
  static PodOverlay onReader(RLHFRun run, Stage stage) {
    return onReader(templates(run, stage));
  }

  /** What is laid over the pod of an errand: likewise, and nothing that one stage alone has. */
  static PodOverlay onErrand(RLHFRun run) {
    return onReader(Stream.ofNullable(PodParts.template(run).podTemplate()));
  }

  private static PodOverlay onReader(Stream<PodTemplate> templates) {
    return new PodOverlay(templates.map(PodOverlay::tree).map(PodOverlay::ofReader).toList());
  }

  private static Stream<PodTemplate> templates(RLHFRun run, Stage stage) {
    return Stream.of(
            Optional.ofNullable(PodParts.template(run).podTemplate()),
            Optional.ofNullable(ManifestStage.of(run.getSpec(), stage).podTemplate()))
        .flatMap(Optional::stream);
  }

  /**
   * The pod with all that is laid over it.
   *
   * @throws UnfitPodTemplateException when a field is of another kind than a pod's is
   */
  PodTemplateSpec over(PodTemplateSpec pod) {
    if (layers.isEmpty()) {
      return pod;
    }
    ObjectNode tree = JSON.valueToTree(pod);
    layers.forEach(layer -> Merge.into(tree, layer));
    try {
      return JSON.convertValue(tree, PodTemplateSpec.class);
    } catch (IllegalArgumentException e) {
      throw new UnfitPodTemplateException(
          "podTemplate.%s is not what Kubernetes has there: write it as in a pod"
              .formatted(path(e)),
          e);
    }
  }

  private static String path(IllegalArgumentException e) {
    return e.getCause() instanceof JsonMappingException mapping
        ? mapping.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("."))
        : "spec";
  }

  private static ObjectNode tree(PodTemplate template) {
    ObjectNode tree = JSON.createObjectNode();
    PodMetadata metadata = template.metadata();
    if (metadata != null) {
      tree.set("metadata", JSON.valueToTree(metadata));
      tree.withObject("/metadata").removeIf(field -> field.isNull());
    }
    if (template.spec() != null) {
      tree.set("spec", template.spec());
    }
    return tree;
  }

  private static ObjectNode ofReader(ObjectNode trainers) {
    ObjectNode tree = trainers.deepCopy();
    if (tree.get("spec") instanceof ObjectNode spec) {
      spec.retain(OF_READER);
      spec.path("containers")
          .forEach(container -> ((ObjectNode) container).retain(OF_READERS_CONTAINER));
    }
    return tree;
  }
}
