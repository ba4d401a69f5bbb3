package dev.rlhf.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlhf.manifest.FetchedSource;
import java.util.List;

/**
 * How fetching ended: the termination message of its pod.
 *
 * @param outcome how it ended
 * @param message one sentence for people; what to do, where the outcome is not {@code DONE}
 * @param sources all that was to be fetched, where the outcome is {@code DONE}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FetchResult(ExitCode outcome, String message, List<FetchedSource> sources)
    implements ProcessResult {

  public FetchResult {
    sources = sources == null ? List.of() : List.copyOf(sources);
  }
}
