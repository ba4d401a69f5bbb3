package dev.rlhf.trainer.fetch;

import dev.rlhf.contract.Digest;
import dev.rlhf.plan.SourceField;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.service.S3Failures;
import dev.rlhf.trainer.service.S3Uri;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * A folder or an object of an object store. There are no commits: a revision is the digest of
 * names, sizes and ETags, and each object is asked for by the ETag that it was listed with.
 */
record Bucket(S3Uri uri, SourceField.Kind kind, S3Client client, S3Failures failures)
    implements Remote {
  private static final int MAX_OBJECTS = 10_000;

  @Override
  public Listing list() throws IOException {
    boolean model = kind == SourceField.Kind.MODEL;
    String prefix = model ? uri.key() + "/" : uri.key();
    Map<String, S3Object> objects = objects(prefix);
    Selection selection =
        model
            ? Selection.ofModel(names(objects, prefix))
            : Selection.ofData(List.copyOf(objects.keySet()), Optional.of(uri.key()));
    List<RemoteFile> files =
        selection.names().stream()
            .map(name -> file(objects.get(model ? prefix + name : name)))
            .toList();
    return new Listing(revision(files), files, selection.main());
  }

  private static List<String> names(Map<String, S3Object> objects, String prefix) {
    return objects.keySet().stream().map(key -> key.substring(prefix.length())).toList();
  }

  private Map<String, S3Object> objects(String prefix) throws IOException {
    var request = ListObjectsV2Request.builder().bucket(uri.bucket()).prefix(prefix).build();
    Map<String, S3Object> objects = new TreeMap<>();
    failures.told(
        () -> {
          client.listObjectsV2Paginator(request).contents().stream()
              .limit(MAX_OBJECTS + 1L)
              .forEach(object -> objects.put(object.key(), object));
          return objects;
        });
    if (objects.size() > MAX_OBJECTS) {
      throw new InvalidInputException(
          "there are more than %d objects whose keys begin with %s: write a longer path"
              .formatted(MAX_OBJECTS, prefix));
    }
    return objects;
  }

  private static RemoteFile file(S3Object object) {
    return new RemoteFile(
        Selection.baseName(object.key()),
        object.key(),
        object.eTag(),
        object.size(),
        Optional.empty());
  }

  private static String revision(List<RemoteFile> files) {
    StringBuilder lines = new StringBuilder();
    files.forEach(
        file -> lines.append("%s %d %s%n".formatted(file.key(), file.bytes(), file.version())));
    return Digest.of(lines.toString());
  }

  @Override
  public Body open(RemoteFile file, long from) throws IOException {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(uri.bucket()).key(file.key()).ifMatch(file.version());
    if (from > 0) {
      request.range("bytes=%d-".formatted(from));
    }
    ResponseInputStream<GetObjectResponse> in =
        failures.told(() -> client.getObject(request.build()));
    Optional<String> range = Optional.ofNullable(in.response().contentRange());
    return new Body(
        in, range.isPresent() ? ContentRange.from(range) : 0, checksum(in.response(), file));
  }

  /** An object that is encrypted with a key of its own has an ETag that is no MD5. */
  private static Optional<Checksum> checksum(GetObjectResponse response, RemoteFile file) {
    boolean plain =
        response.sseCustomerAlgorithm() == null
            && (response.serverSideEncryption() == null
                || response.serverSideEncryption() == ServerSideEncryption.AES256);
    return plain ? Checksum.ofObject(file.version()) : Optional.empty();
  }

  @Override
  public void close() {
    client.close();
  }
}
