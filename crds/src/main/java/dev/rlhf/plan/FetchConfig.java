package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code fetch.yaml} holds: what is to be fetched for a run, and how. Secrets are not in it:
 * they come from the environment.
 *
 * @param version of this format
 * @param root the root of the checkpoint volume, an absolute path
 * @param sources each uri once
 */
@JsonPropertyOrder({"version", "run", "root", "sources", "services"})
public record FetchConfig(
    int version, RunIdentity run, String root, List<Wanted> sources, Services services) {

  /** The version that this code reads and writes. */
  public static final int VERSION = 1;

  /**
   * One source.
   *
   * @param field of the manifest, for messages
   */
  public record Wanted(String field, String uri, SourceField.Kind kind) {
    public Wanted {
      Requirement.that(field != null, "sources[].field is missing: write it");
      Requirement.that(uri != null, "sources[].uri is missing: write it");
      Requirement.that(kind != null, "sources[].kind is missing: write MODEL or DATA");
    }
  }

  public FetchConfig {
    Requirement.that(
        version == VERSION,
        "version %s of fetch.yaml is not known: write version %s",
        version,
        VERSION);
    Requirement.that(run != null, "run is missing: write it");
    Requirement.that(root != null, "root is missing: write it");
    Requirement.that(services != null, "services is missing: write it");
    sources = sources == null ? List.of() : List.copyOf(sources);
  }

  /** What a manifest needs fetched; empty where that is nothing. */
  public static Optional<FetchConfig> of(
      RunIdentity run, RLHFRunSpec spec, String root, Services services) {
    List<Wanted> wanted = wanted(spec);
    return wanted.isEmpty()
        ? Optional.empty()
        : Optional.of(new FetchConfig(VERSION, run, root, wanted, services));
  }

  private static List<Wanted> wanted(RLHFRunSpec spec) {
    Map<String, Wanted> wanted = new LinkedHashMap<>();
    for (SourceField field : SourceFields.of(spec)) {
      String uri = field.source().uri();
      if (SourceUri.of(field.source()).scheme().isFetched()) {
        wanted.putIfAbsent(uri, new Wanted(field.field(), uri, field.kind()));
      }
    }
    return new ArrayList<>(wanted.values());
  }

  /** Whether all of it was fetched. */
  public boolean isIn(Fetched fetched) {
    return sources.stream().allMatch(s -> fetched.of(new Source(s.uri())).isPresent());
  }
}
