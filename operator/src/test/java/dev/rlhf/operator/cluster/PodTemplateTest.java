package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.StagePhase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a manifest says of pods, before the API server that has the last word on them. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class PodTemplateTest {
  private Actors actors;

  @BeforeEach
  void begin(Cluster cluster) {
    actors = Actors.of(cluster);
  }

  @Test
  void aRestrictedFieldIsTakenAwayByNull() {
    actors.user().apply(with("{spec: {securityContext: {runAsUser: null, runAsGroup: 7}}}"));

    actors.settle();

    assertThat(actors.job(1).getSpec().getTemplate().getSpec().getSecurityContext())
        .satisfies(
            context -> {
              assertThat(context.getRunAsUser()).isNull();
              assertThat(context.getRunAsGroup()).isEqualTo(7);
              assertThat(context.getRunAsNonRoot()).isTrue();
            });
  }

  @Test
  void aJobThatTheApiServerRefusesCostsNoAttemptAndIsMendedByAnEdit() {
    actors.user().apply(with("{spec: {volumes: [{name: My Cache}]}}"));

    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().reason()).isEqualTo("Rejected");
    assertThat(actors.verdict().message())
        .contains("spec.template.spec.volumes[", "Invalid value: \"My Cache\"");
    assertThat(actors.status().stages())
        .allSatisfy(
            stage -> {
              assertThat(stage.phase()).isEqualTo(StagePhase.PENDING);
              assertThat(stage.intent()).isNull();
            });
    assertThat(actors.cluster().jobs()).isEmpty();
    actors.user().edit("quick", with("{spec: {volumes: [{name: cache, emptyDir: {}}]}}"));
    actors.settle();

    assertThat(actors.stage().intent().attempt()).isEqualTo(1);
    assertThat(actors.job(1).getSpec().getTemplate().getSpec().getVolumes())
        .anySatisfy(volume -> assertThat(volume.getName()).isEqualTo("cache"));
  }

  @Test
  void aFieldThatKubernetesDoesNotKnowIsNamed() {
    actors.user().apply(with("{spec: {hostAlias: [{ip: 10.0.0.1}]}}"));

    actors.settle();

    assertThat(actors.verdict().reason()).isEqualTo("Rejected");
    assertThat(actors.verdict().message())
        .contains("unknown field \"spec.template.spec.hostAlias\"");
  }

  @Test
  void aFieldOfAnotherKindIsNamed() {
    actors.user().apply(with("{spec: {hostNetwork: {}}}"));

    actors.settle();

    assertThat(actors.verdict().reason()).isEqualTo("Rejected");
    assertThat(actors.verdict().message()).contains("podTemplate.spec.hostNetwork");
  }

  private static String with(String podTemplate) {
    return User.QUICK.replace(
        "  stages:", "  template: {podTemplate: %s}\n  stages:".formatted(podTemplate));
  }
}
