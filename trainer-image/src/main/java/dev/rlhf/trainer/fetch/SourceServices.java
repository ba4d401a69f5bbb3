package dev.rlhf.trainer.fetch;

import dev.rlhf.manifest.Source;
import dev.rlhf.plan.FetchConfig.Wanted;
import dev.rlhf.plan.SourceField;
import dev.rlhf.plan.SourceUri;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.service.Access;
import dev.rlhf.trainer.service.S3Uri;
import dev.rlhf.trainer.service.Trust;
import dev.rlhf.trainer.service.Use;
import java.io.IOException;

/** The services that sources lie at. */
record SourceServices(Access access) {

  /** What one of them holds under a uri. */
  Remote of(Wanted wanted) throws IOException {
    return switch (SourceUri.of(new Source(wanted.uri())).scheme()) {
      case HF -> hub(HubUri.of(wanted.uri()));
      case S3 -> bucket(S3Uri.of(wanted.uri()), wanted.kind());
      case PVC, FILE, DEMO ->
          throw new InvalidInputException(
              "it needs no fetching: write hf://org/name@revision or s3://bucket/path");
    };
  }

  private Remote bucket(S3Uri uri, SourceField.Kind kind) throws IOException {
    return new Bucket(uri, kind, access.store(), access.storeFailures(Use.READ_STORE));
  }

  private Remote hub(HubUri uri) throws IOException {
    return new Hub(
        uri,
        access.settings().huggingFace(),
        new Web(access.proxy(), access.trust().map(Trust::sockets), access.hubToken()),
        access.hubRefusals());
  }
}
