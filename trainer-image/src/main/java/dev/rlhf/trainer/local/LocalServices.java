package dev.rlhf.trainer.local;

import dev.rlhf.manifest.HuggingFaceHub;
import dev.rlhf.manifest.ObjectStore;
import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.Sources;
import dev.rlhf.plan.Services;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a local run reaches services: as the manifest says, or else the environment.
 *
 * @param environment gives the value of a variable, or null
 */
record LocalServices(UnaryOperator<String> environment) {

  Services of(RLHFRunSpec spec) {
    Optional<Sources> sources = Optional.ofNullable(spec.sources());
    Optional<ObjectStore> store = sources.map(Sources::s3);
    return new Services(
        sources
            .map(Sources::huggingFace)
            .map(HuggingFaceHub::endpoint)
            .or(() -> variable("HF_ENDPOINT"))
            .orElse(Services.HUGGING_FACE),
        store.map(ObjectStore::endpoint).or(() -> variable("AWS_ENDPOINT_URL")).orElse(null),
        store.map(ObjectStore::region).or(() -> variable("AWS_REGION")).orElse(Services.REGION),
        sources.map(Sources::proxy).orElse(null),
        variable("SSL_CERT_FILE").orElse(null));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
  }
}
