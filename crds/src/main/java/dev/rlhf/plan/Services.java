package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How the services are reached that a run reads from and writes to; what opens them is elsewhere.
 *
 * @param huggingFace the hub's address
 * @param s3 the object store's address; null for Amazon's own
 * @param s3Region the object store's region
 * @param proxy of all requests; null for none
 * @param caBundle a file of certificates in PEM; null where Java's own are enough
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Services(
    String huggingFace, String s3, String s3Region, String proxy, String caBundle) {
  /** Where models of the world lie. */
  public static final String HUGGING_FACE = "https://huggingface.co";

  /** Of stores that know no regions, too. */
  public static final String REGION = "us-east-1";

  public Services {
    Requirement.that(
        huggingFace != null, "services.huggingFace is missing: write %s", HUGGING_FACE);
    Requirement.that(s3Region != null, "services.s3Region is missing: write %s", REGION);
  }
}
