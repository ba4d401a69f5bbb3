package dev.rlhf.operator.objects;

import dev.rlhf.contract.ServiceEnvironment;
import dev.rlhf.manifest.HuggingFaceHub;
import dev.rlhf.manifest.ObjectStore;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.SecretKey;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What opens the services that are read from and written to, as references to Secrets: the kubelet
 * reads them, the operator never does.
 */
final class SourceSecrets {
  private SourceSecrets() {}

  /** Of all services. */
  static List<EnvVar> of(RLHFRun run) {
    List<EnvVar> variables = new ArrayList<>();
    add(
        variables,
        ServiceEnvironment.HF_TOKEN,
        Optional.ofNullable(ServiceSettings.sources(run).huggingFace())
            .map(HuggingFaceHub::tokenSecret));
    variables.addAll(ofStore(run));
    return variables;
  }

  /** Of the object store alone. */
  static List<EnvVar> ofStore(RLHFRun run) {
    Optional<ObjectStore> store = Optional.ofNullable(ServiceSettings.sources(run).s3());
    List<EnvVar> variables = new ArrayList<>();
    add(variables, ServiceEnvironment.ACCESS_KEY_ID, store.map(ObjectStore::accessKeyIdSecret));
    add(variables, ServiceEnvironment.SECRET_KEY, store.map(ObjectStore::secretAccessKeySecret));
    add(variables, ServiceEnvironment.SESSION_TOKEN, store.map(ObjectStore::sessionTokenSecret));
    return variables;
  }

  private static void add(List<EnvVar> variables, String name, Optional<SecretKey> secret) {
    secret.map(key -> variable(name, key)).ifPresent(variables::add);
  }

  /** An environment variable with a Secret's key. */
  static EnvVar variable(String name, SecretKey secret) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef(secret.key(), secret.name(), false)
        .endValueFrom()
        .build();
  }
}
