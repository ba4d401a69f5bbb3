package dev.rlhf.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * How objects are read.
 *
 * <p>Without the record of who manages which of their fields: nobody here asks, and it is a good
 * part of each object in the caches. The API server keeps it when it is not sent back.
 *
 * <p>And without fields that this operator does not know. During an upgrade the CRD is the newer
 * one for a while, and fills in defaults of fields that only the next operator knows: a reader that
 * failed on them would end the watch over all runs.
 */
@Singleton
class ObjectMapping implements KubernetesClientObjectMapperCustomizer {
  @JsonIgnoreProperties("managedFields")
  private interface WithoutManagedFields {}

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.addMixIn(ObjectMeta.class, WithoutManagedFields.class);
    mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }
}
