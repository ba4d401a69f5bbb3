package dev.rlhf.trainer.local;

import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.Source;
import dev.rlhf.plan.InvalidManifestException;
import dev.rlhf.plan.SourceUri;
import dev.rlhf.plan.SourceUri.Scheme;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.demo.DemoSources;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks for every source of a manifest before anything starts. */
record SourceCheck(LocalPlaces places) {

  /**
   * @throws InvalidInputException naming the field of the first source that is not there
   */
  void check(RLHFRunSpec spec) {
    Source ready = spec.stages().sft().checkpoint();
    if (ready == null) {
      check("spec.model.uri", spec.model());
      check("spec.data.demonstrations.uri", spec.data().demonstrations());
    } else {
      checkReady("spec.stages.sft.checkpoint.uri", ready);
    }
  }

  private void check(String field, Source source) {
    try {
      SourceUri uri = SourceUri.of(source);
      if (uri.scheme() == Scheme.DEMO) {
        DemoSources.named(uri.rest().replaceFirst("[?].*", ""));
      } else {
        checkExists(Path.of(places.path(source)));
      }
    } catch (InvalidManifestException | InvalidInputException e) {
      throw new InvalidInputException(field + ": " + e.getMessage(), e);
    }
  }

  private void checkReady(String field, Source source) {
    if (SourceUri.of(source).scheme() == Scheme.DEMO) {
      throw new InvalidInputException(
          field
              + ": demo:// makes no ready checkpoint; leave checkpoint out, or write file://path");
    }
    check(field, source);
  }

  private static void checkExists(Path path) {
    if (!Files.isReadable(path)) {
      throw new InvalidInputException(
          path + " cannot be read: write file:// and a path, absolute or relative to the manifest");
    }
  }
}
