package dev.rlhf.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * Objects are read without the record of who manages which of their fields: nobody here asks, and
 * it is a good part of each object in the caches. The API server keeps it when it is not sent back.
 */
@Singleton
class SlimObjects implements KubernetesClientObjectMapperCustomizer {
  @JsonIgnoreProperties("managedFields")
  private interface WithoutManagedFields {}

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.addMixIn(ObjectMeta.class, WithoutManagedFields.class);
  }
}
