package dev.rlhf.trainer.local;

import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.Source;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.PublishConfig;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Services;
import dev.rlhf.plan.SourceUri;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.publish.Publication;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where a local run publishes its final model.
 *
 * @param target the folder; empty where it is in an object store
 * @param services how an object store is reached
 * @param environment gives the value of a variable, or null
 * @param err where people are told
 */
record LocalOutput(
    Optional<Path> target,
    String uri,
    Services services,
    UnaryOperator<String> environment,
    PrintStream err) {

  /**
   * That of a manifest; empty where it names none.
   *
   * @throws InvalidInputException when a local run cannot write there
   */
  static Optional<LocalOutput> of(
      RLHFRunSpec spec, Path manifestFolder, UnaryOperator<String> environment, PrintStream err) {
    if (spec.output() == null) {
      return Optional.empty();
    }
    String uri = spec.output().uri();
    return Optional.of(
        new LocalOutput(
            target(uri, manifestFolder),
            uri,
            new LocalServices(environment).of(spec),
            environment,
            err));
  }

  private static Optional<Path> target(String text, Path manifestFolder) {
    SourceUri uri = SourceUri.of(new Source(text));
    return switch (uri.scheme()) {
      case FILE -> Optional.of(manifestFolder.resolve(uri.rest()).normalize());
      case S3 -> Optional.empty();
      case PVC, HF, DEMO ->
          throw new InvalidInputException(
              "spec.output.uri: %s is on a cluster's claim, which a local run cannot write to: write file://path or s3://bucket/path"
                  .formatted(text));
    };
  }

  /** Copies a checkpoint there; ready models alone stay where they are. */
  void publish(Optional<Parent> model, RunIdentity run, Path root) throws IOException {
    if (model.isEmpty()) {
      return;
    }
    new Publication(config(model.get(), run, root.toString()), environment).run();
    err.printf("the final model is in %s%n", target.map(Path::toString).orElse(uri));
  }

  private PublishConfig config(Parent model, RunIdentity run, String root) {
    return target
        .map(folder -> PublishConfig.toFolder(run, root, model, folder.toString(), uri))
        .orElseGet(() -> PublishConfig.toStore(run, root, model, uri, services));
  }
}
