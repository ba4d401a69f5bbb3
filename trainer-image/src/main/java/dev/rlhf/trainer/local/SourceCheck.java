package dev.rlhf.trainer.local;

import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.plan.InvalidManifestException;
import dev.rlhf.plan.SourceField;
import dev.rlhf.plan.SourceFields;
import dev.rlhf.plan.SourceUri;
import dev.rlhf.trainer.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks for every source of a manifest before anything starts. */
record SourceCheck(LocalPlaces places) {

  /**
   * @throws InvalidInputException naming the field of the first source that is not there
   */
  void check(RLHFRunSpec spec) {
    SourceFields.of(spec).forEach(this::check);
  }

  /** What demo:// names has been held against the schema, and what is fetched is checked then. */
  private void check(SourceField field) {
    try {
      switch (SourceUri.of(field.source()).scheme()) {
        case PVC, FILE -> checkExists(Path.of(places.path(field.source())));
        case DEMO, HF, S3 -> {}
      }
    } catch (InvalidManifestException | InvalidInputException e) {
      throw new InvalidInputException(field.field() + ": " + e.getMessage(), e);
    }
  }

  private static void checkExists(Path path) {
    if (!Files.isReadable(path)) {
      throw new InvalidInputException(
          path + " cannot be read: write file:// and a path, absolute or relative to the manifest");
    }
  }
}
