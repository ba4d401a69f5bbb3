package dev.rlhf.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.RLHFRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder is a case: {@code in-run.yaml} gives the {@code out-*.yaml}; {@code
 * -Drlhf.update=true} writes them anew.
 */
class PlanGoldenTest {
  private static final Path CASES = Path.of("src/test/resources/plan");

  static Stream<Path> cases() throws IOException {
    return Files.list(CASES).sorted();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aManifestGivesItsPlan(Path folder) throws IOException {
    Map<String, String> made = plan(folder.resolve("in-run.yaml"));

    if (Boolean.getBoolean("rlhf.update")) {
      write(folder, made);
    }
    assertThat(committed(folder)).isEqualTo(made);
  }

  private static Map<String, String> plan(Path in) throws IOException {
    RLHFRun run = Serialization.unmarshal(Files.readString(in), RLHFRun.class);
    var identity = new RunIdentity(run.getMetadata().getName(), run.getMetadata().getUid());
    Plan plan =
        Plan.of(
            identity, run.getSpec(), new PodPlaces(run.getSpec().checkpoints(), new Fetched(null)));
    return plan.stages().stream()
        .collect(
            Collectors.toMap(stage -> "out-" + stage.stage().id() + ".yaml", PlanGoldenTest::text));
  }

  private static String text(StagePlan stage) {
    if (stage instanceof StagePlan.Train train) {
      StageConfig config = train.config(parents(train));
      String yaml = Documents.yaml(config);
      assertThat(readBack(yaml)).isEqualTo(config);
      return yaml;
    }
    return Documents.json(stage) + "\n";
  }

  private static Map<Stage, Parent> parents(StagePlan.Train train) {
    return train.parents().stream()
        .collect(
            Collectors.toMap(
                stage -> stage,
                stage -> new Parent("/checkpoints/" + stage.id(), Digest.of(stage.id()))));
  }

  private static StageConfig readBack(String yaml) {
    try {
      return Documents.stageConfig(yaml);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> committed(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, String> texts = new TreeMap<>();
      for (Path file : files.filter(f -> !f.endsWith("in-run.yaml")).toList()) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
      return texts;
    }
  }

  private static void write(Path folder, Map<String, String> made) throws IOException {
    for (var file : made.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
