package dev.rlhf.operator.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.decide.Decision;
import dev.rlhf.operator.decide.RunDecision;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.observe.Observer;
import dev.rlhf.plan.InvalidManifestException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder is a case: from {@code in-*.yaml}, what a cluster holds, come {@code out-*.yaml}, the
 * objects that are made and the status in which the run then rests; {@code -Drlhf.update=true}
 * writes them anew.
 */
class GoldenTest {
  private static final Path CASES = Path.of("src/test/resources/golden");
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final TrainerPods PODS =
      new TrainerPods("rlhf-trainer:1", "rlhf-trainer:1-cuda", Duration.ofSeconds(120));

  static {
    SERIALIZATION.registerKubernetesResource(RLHFRun.class);
  }

  static Stream<Path> cases() throws IOException {
    return Files.list(CASES).sorted();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aClusterGetsWhatItsRunNeeds(Path folder) throws IOException {
    Map<String, String> made = made(new MemoryCluster(given(folder)));

    if (Boolean.getBoolean("rlhf.update")) {
      write(folder, made);
    }
    assertThat(committed(folder)).isEqualTo(made);
  }

  private static Map<String, String> made(MemoryCluster cluster) {
    Map<Decision, Optional<String>> taken = new HashMap<>();
    Decision decision = decide(cluster, taken);
    while (!(decision instanceof Decision.Rest)) {
      if (decision instanceof Decision.TryJob) {
        taken.put(decision, Optional.empty());
      } else {
        cluster.perform(decision);
      }
      decision = decide(cluster, taken);
    }
    Map<String, String> made = new TreeMap<>();
    made.put("out-status.yaml", text(cluster.run().orElseThrow().getStatus()));
    cluster.created().forEach(object -> made.put(name(object), text(object)));
    return made;
  }

  private static Decision decide(MemoryCluster cluster, Map<Decision, Optional<String>> taken) {
    RLHFRun run = cluster.run().orElseThrow();
    if (RunDecision.isOver(run)) {
      return new Decision.Rest(Optional.empty());
    }
    try {
      return RunDecision.of(Observer.observe(run, cluster, NOW), PODS, taken);
    } catch (InvalidManifestException e) {
      return RunDecision.of(run, e, NOW);
    }
  }

  private static String name(HasMetadata object) {
    return "out-%s-%s.yaml".formatted(object.getKind(), object.getMetadata().getName());
  }

  private static String text(Object object) {
    return SERIALIZATION.asYaml(object).replaceFirst("^---\n", "");
  }

  private static List<HasMetadata> given(Path folder) throws IOException {
    List<HasMetadata> objects = new ArrayList<>();
    for (Path file : files(folder, "in-")) {
      objects.add(SERIALIZATION.<HasMetadata>unmarshal(Files.readString(file)));
    }
    return objects;
  }

  private static Map<String, String> committed(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Path file : files(folder, "")) {
      if (!file.getFileName().toString().startsWith("in-")) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return texts;
  }

  private static void write(Path folder, Map<String, String> made) throws IOException {
    for (Path old : files(folder, "out-")) {
      Files.delete(old);
    }
    for (Map.Entry<String, String> file : made.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private static List<Path> files(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }
}
