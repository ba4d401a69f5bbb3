package dev.rlhf.manifest;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The CRD as the types in this module say. */
record GeneratedCrd(CustomResourceDefinition crd) {
  private static final String HEADER =
      """
      # Generated from the types of dev.rlhf.manifest; a test fails when the two differ. To write it anew:
      #   ./mvnw -pl crds test -Dtest=CrdYamlTest -Drlhf.update=true
      """;

  /** Lists of the status that are merged by a key: the generator has no annotation for them. */
  private static final Map<String, String> KEYED_LISTS =
      Map.of("conditions", "type", "stages", "name");

  /** In the order in which people read; the generator sorts them by name. */
  private static final List<String> COLUMNS =
      Stream.of(RLHFRun.class.getAnnotationsByType(AdditionalPrinterColumn.class))
          .map(AdditionalPrinterColumn::name)
          .toList();

  static GeneratedCrd generate(Path scratch) {
    new CRDGenerator()
        .inOutputDir(scratch.toFile())
        .withParallelGenerationEnabled(false)
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String version) {
                return complete((CustomResourceDefinition) crd);
              }
            })
        .forCRDVersions("v1")
        .customResourceClasses(List.of(RLHFRun.class))
        .generate();
    return new GeneratedCrd(read(scratch));
  }

  String yaml() {
    return HEADER + Serialization.asYaml(crd).replaceFirst("^---\n", "");
  }

  private static CustomResourceDefinition complete(CustomResourceDefinition crd) {
    var version = crd.getSpec().getVersions().get(0);
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setRequired(List.of("spec"));
    keyLists(root.getProperties().get("status"));
    dropRepeatedRules(root);
    FrozenFields.freeze(root.getProperties().get("spec"));
    FinishedStages.freeze(root);
    version
        .getAdditionalPrinterColumns()
        .sort(Comparator.comparing(column -> COLUMNS.indexOf(column.getName())));
    return crd;
  }

  private static void keyLists(JSONSchemaProps status) {
    KEYED_LISTS.forEach(
        (list, key) -> {
          JSONSchemaProps schema = status.getProperties().get(list);
          schema.setXKubernetesListType("map");
          schema.setXKubernetesListMapKeys(List.of(key));
        });
  }

  /** The generator reads a record's component twice: from its field and from its accessor. */
  private static void dropRepeatedRules(JSONSchemaProps schema) {
    schema.setXKubernetesValidations(
        schema.getXKubernetesValidations().stream().distinct().toList());
    schema.getProperties().values().forEach(GeneratedCrd::dropRepeatedRules);
    if (schema.getItems() != null) {
      dropRepeatedRules(schema.getItems().getSchema());
    }
  }

  private static CustomResourceDefinition read(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.findFirst().orElseThrow();
      return Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
