package dev.rlhf.trainer.publish;

import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.plan.PublishConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.service.Access;
import dev.rlhf.trainer.service.Persistence;
import dev.rlhf.trainer.service.S3Uri;
import dev.rlhf.trainer.service.Use;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Copies the final model to a place of its own. What was cut off goes on, and what is somebody
 * else's is never written over.
 *
 * @param environment gives the value of a variable, or null: secrets are nowhere else
 */
public record Publication(
    PublishConfig config,
    UnaryOperator<String> environment,
    Clock clock,
    Persistence.Pause pause,
    int partBytes) {

  /** In earnest. */
  public Publication(PublishConfig config, UnaryOperator<String> environment) {
    this(
        config,
        environment,
        Clock.systemUTC(),
        wait -> Thread.sleep(wait.toMillis()),
        Upload.PART_BYTES);
  }

  /**
   * Does it, unless it was done before.
   *
   * @throws InvalidInputException when the model is damaged, something else has its place, or a
   *     service refuses it
   * @throws IOException when it could not be done, though it may be later
   */
  public void run() throws IOException {
    FinalModel model = FinalModel.of(config);
    try (Place place = place()) {
      if (place.isTaken() || !place.put(model)) {
        checkHolds(place, model);
      }
    }
  }

  private Place place() throws IOException {
    if (!config.isStored()) {
      return new FolderPlace(Path.of(config.target()), config.run().folder(), clock);
    }
    Access access = new Access(config.services(), environment, clock);
    return new BucketPlace(
        new ObjectFolder(
            access.store(), access.storeFailures(Use.WRITE_STORE), S3Uri.of(config.uri()), pause),
        partBytes);
  }

  private static void checkHolds(Place place, FinalModel model) throws IOException {
    PublishedManifest there =
        place
            .manifest()
            .filter(manifest -> manifest.checkpoint().equals(model.checkpoint().digest()))
            .orElseThrow(() -> model.outOfPlace("something else"));
    for (Map.Entry<String, FileEntry> file : there.files().entrySet()) {
      if (!place.holds(file.getKey(), file.getValue())) {
        throw new InvalidInputException(
            "spec.output.uri: %s/%s was published there and changed since"
                .formatted(model.uri(), file.getKey()));
      }
    }
  }
}
