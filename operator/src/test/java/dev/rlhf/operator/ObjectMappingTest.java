package dev.rlhf.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.manifest.RLHFRun;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class ObjectMappingTest {
  private static final String OF_A_NEWER_CRD =
      """
      {"apiVersion": "rlhf.dev/v1alpha1", "kind": "RLHFRun",
       "metadata": {"name": "hh", "managedFields": [{"manager": "kubectl"}]},
       "spec": {"model": {"uri": "pvc://models/base", "ofTomorrow": 1}, "ofTomorrow": {"a": "b"}},
       "status": {"phase": "Running", "ofTomorrow": true}}
      """;

  @Test
  void aRunWithFieldsOfANewerCrdIsRead() {
    var mapper = new ObjectMapper();
    new ObjectMapping().customize(mapper);

    RLHFRun run =
        new KubernetesSerialization(mapper, true).unmarshal(OF_A_NEWER_CRD, RLHFRun.class);

    assertThat(run.getSpec().model().uri()).hasToString("pvc://models/base");
    assertThat(run.getMetadata().getManagedFields()).isEmpty();
  }
}
