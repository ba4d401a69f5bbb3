package dev.rlhf.plan;

import dev.rlhf.manifest.Source;
import java.util.Arrays;

/**
 * A uri of the manifest, taken apart.
 *
 * @param rest what follows {@code scheme://}
 */
public record SourceUri(Scheme scheme, String rest) {

  /** The schemes that a source may have. */
  public enum Scheme {
    /** A claim of the run's namespace, mounted read-only. */
    PVC("pvc://"),
    /** A Hugging Face hub: fetched before the first stage. */
    HF("hf://"),
    /** An object store: fetched before the first stage. */
    S3("s3://"),
    /** A path of the local machine. */
    FILE("file://"),
    /** Made from a seed. */
    DEMO("demo://");

    private final String prefix;

    Scheme(String prefix) {
      this.prefix = prefix;
    }

    /** Whether it is fetched onto the checkpoint volume. */
    public boolean isFetched() {
      return this == HF || this == S3;
    }
  }

  /** Takes a source apart. */
  public static SourceUri of(Source source) {
    String uri = source.uri();
    return Arrays.stream(Scheme.values())
        .filter(scheme -> uri.startsWith(scheme.prefix))
        .findFirst()
        .map(scheme -> new SourceUri(scheme, uri.substring(scheme.prefix.length())))
        .orElseThrow(
            () ->
                new InvalidManifestException(
                    "unknown scheme in '%s': write pvc://claim/path, hf://org/name@revision, s3://bucket/path, file://path or demo://name?seed=N"
                        .formatted(uri)));
  }

  /** The claim of a {@code pvc://} uri. */
  public String claim() {
    return rest.substring(0, rest.indexOf('/'));
  }
}
