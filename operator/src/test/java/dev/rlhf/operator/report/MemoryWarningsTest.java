package dev.rlhf.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.PeakMemory;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryWarningsTest {
  private static final double PEAK = 10L << 30;
  private static final StageStatus PPO =
      StageDraft.from(StageStatus.pending("ppo")).figures(Map.of(PeakMemory.FIGURE, PEAK)).status();

  private static RLHFRun run(String template, String ppo) {
    return Serialization.unmarshal(
        """
        apiVersion: rlhf.dev/v1alpha1
        kind: RLHFRun
        metadata: {name: hh, namespace: team-a}
        spec:
          model: {uri: "pvc://models/llama"}
          template: {%s}
          stages:
            ppo: {%s}
        """
            .formatted(template, ppo),
        RLHFRun.class);
  }

  private static String said(String template, String ppo) {
    return MemoryWarnings.of(run(template, ppo), List.of(PPO));
  }

  @Test
  void bothNumbersAreToldAndWhatToWrite() {
    assertThat(said("", "resources: {limits: {memory: 8Gi}, requests: {memory: 2Gi}}"))
        .isEqualTo(
            "stage ppo is foreseen to take 10.0 GiB of memory at its peak, and the limit of its"
                + " container is 8Gi (8.0 GiB): write stages.ppo.resources.limits.memory: 12Gi");
  }

  @Test
  void whatIsRequestedCountsWhereThereIsNoLimit() {
    assertThat(said("", "resources: {requests: {memory: 9G}}"))
        .contains("the request of its container is 9G (8.4 GiB)")
        .endsWith("write stages.ppo.resources.requests.memory: 12Gi");
  }

  @Test
  void theFieldThatCountsIsNamed() {
    String small = "resources: {limits: {memory: 8Gi}}";
    String container = "podTemplate: {spec: {containers: [{name: trainer, %s}]}}".formatted(small);
    String overlaid =
        "write stages.ppo.podTemplate.spec.containers: [{name: trainer, resources: {limits: {memory: 12Gi}}}]";
    assertThat(said(small, "")).endsWith("write template.resources.limits.memory: 12Gi");
    assertThat(said("", container)).endsWith(overlaid);
    assertThat(said(container, "resources: {limits: {memory: 64Gi}}")).endsWith(overlaid);
    assertThat(said(small, "resources: {limits: {memory: 10Gi}}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"10Gi", "10737418240", "11G", "1e11", "64 gigabytes"})
  void enoughIsNotWarnedOfNorWhatKubernetesWillRefuse(String quantity) {
    assertThat(
            said(
                "podTemplate: {spec: {containers: [{name: trainer, resources: {limits: {memory: \"%s\"}}}]}}"
                    .formatted(quantity),
                ""))
        .isEmpty();
  }

  @Test
  void aContainerWithoutLimitOrRequestIsNotWarnedOf() {
    assertThat(said("", "")).isEmpty();
    assertThat(said("", "resources: {limits: {cpu: 4}}")).isEmpty();
    assertThat(said("podTemplate: {spec: {containers: [{name: log, image: log}]}}", "")).isEmpty();
  }

  @Test
  void aStageThatIsDoneOrOfWhichNothingIsForeseenIsPassedOver() {
    RLHFRun run = run("", "resources: {limits: {memory: 1Gi}}");
    StageStatus done = StageDraft.from(PPO).finished(StagePhase.SUCCEEDED, Instant.EPOCH).status();
    assertThat(MemoryWarnings.of(run, List.of(done))).isEmpty();
    assertThat(MemoryWarnings.of(run, List.of(StageStatus.pending("ppo")))).isEmpty();
    assertThat(MemoryWarnings.of(run, List.of(PPO))).isNotEmpty();
  }

  @Test
  void whatWasForeseenStaysUntilSomethingElseIs() {
    StageStatus later = StageDraft.from(PPO).figures(Map.of("loss", 0.5)).status();
    assertThat(later.figures()).isEqualTo(Map.of("loss", 0.5, PeakMemory.FIGURE, PEAK));
    assertThat(StageDraft.from(later).figures(Map.of(PeakMemory.FIGURE, 5.0)).status().figures())
        .isEqualTo(Map.of(PeakMemory.FIGURE, 5.0));
    assertThat(StageDraft.from(later).anew(Instant.EPOCH).status().figures()).isNull();
  }
}
