package dev.rlhf.plan;

import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.manifest.Source;
import java.util.List;
import java.util.Optional;

/** What was fetched for a run. */
public record Fetched(List<FetchedSource> sources) {

  public Fetched {
    sources = sources == null ? List.of() : List.copyOf(sources);
  }

  /** What was fetched of one source. */
  public Optional<FetchedSource> of(Source source) {
    return sources.stream().filter(fetched -> fetched.uri().equals(source.uri())).findFirst();
  }

  /** The absolute path of a source; null where it is still to be fetched. */
  public String path(Source source, String root) {
    return of(source).map(fetched -> root + "/" + fetched.path()).orElse(null);
  }
}
