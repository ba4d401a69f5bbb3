package dev.rlhf.operator.observe;

import dev.rlhf.manifest.Output;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.Source;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.plan.SourceFields;
import dev.rlhf.plan.SourceUri;
import dev.rlhf.plan.Stage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The claims of a manifest that somebody else makes. A pod that mounts one which is not there waits
 * for it on no node, and the scheduler's words name no field.
 */
final class SourceClaims {
  private SourceClaims() {}

  /** Those that are not there, of what is still to be read and written. */
  static Optional<Verdict> missing(RLHFRun run, View view) {
    Map<String, String> fields = new TreeMap<>(fields(run));
    fields.values().removeIf(claim -> view.claim(claim).isPresent());
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Verdict(
                Reason.SOURCE_MISSING,
                fields.entrySet().stream()
                    .map(f -> "%s: there is no claim %s".formatted(f.getKey(), f.getValue()))
                    .collect(Collectors.joining("; "))));
  }

  private static Map<String, String> fields(RLHFRun run) {
    Map<String, String> fields = new TreeMap<>();
    SourceFields.of(run.getSpec(), unfinished(run))
        .forEach(field -> claim(field.source()).ifPresent(c -> fields.put(field.field(), c)));
    Output output = run.getSpec().output();
    if (output != null) {
      claim(new Source(output.uri())).ifPresent(c -> fields.put("spec.output.uri", c));
    }
    return fields;
  }

  private static Optional<String> claim(Source source) {
    return Optional.of(SourceUri.of(source))
        .filter(uri -> uri.scheme() == SourceUri.Scheme.PVC)
        .map(SourceUri::claim);
  }

  private static Set<Stage> unfinished(RLHFRun run) {
    return Arrays.stream(Stage.values())
        .filter(
            stage ->
                Observation.stage(run, stage)
                    .filter(s -> s.phase() == StagePhase.SUCCEEDED)
                    .isEmpty())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Stage.class)));
  }
}
