package dev.rlhf.trainer.local;

import dev.rlhf.manifest.Output;
import dev.rlhf.manifest.Source;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.PublishConfig;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.SourceUri;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.publish.Publication;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a local run publishes its final model.
 *
 * @param err where people are told
 */
record LocalOutput(Path target, String uri, PrintStream err) {

  /**
   * That of a manifest; empty where it names none.
   *
   * @throws InvalidInputException when a local run cannot write there
   */
  static Optional<LocalOutput> of(Output output, Path manifestFolder, PrintStream err) {
    if (output == null) {
      return Optional.empty();
    }
    SourceUri uri = SourceUri.of(new Source(output.uri()));
    if (uri.scheme() != SourceUri.Scheme.FILE) {
      throw new InvalidInputException(
          "spec.output.uri: %s is on a cluster's claim, which a local run cannot write to: write file://path"
              .formatted(output.uri()));
    }
    Path target = manifestFolder.resolve(uri.rest()).normalize();
    return Optional.of(new LocalOutput(target, output.uri(), err));
  }

  /** Copies a checkpoint there; ready models alone stay where they are. */
  void publish(Optional<Parent> model, RunIdentity run, Path root) throws IOException {
    if (model.isEmpty()) {
      return;
    }
    new Publication(
            new PublishConfig(
                PublishConfig.VERSION, run, root.toString(), model.get(), target.toString(), uri))
        .run();
    err.printf("the final model is in %s%n", target);
  }
}
