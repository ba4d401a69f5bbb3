package dev.rlhf.trainer.publish;

import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.contract.Digest;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.service.Persistence;
import dev.rlhf.trainer.service.S3Failures;
import dev.rlhf.trainer.service.S3Uri;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects whose keys begin with that of a folder. Each carries the SHA-256 of its bytes, since
 * an ETag says nothing of them that can be relied on; none is ever written over.
 */
record ObjectFolder(S3Client client, S3Failures failures, S3Uri uri, Persistence.Pause pause) {
  /** In an object's own metadata. */
  static final String SHA256 = "sha256";

  /** Only where there is none of that key yet. */
  static final String NONE = "*";

  private static final int MAX_NAMES = 10_000;
  private static final int MAX_READ = 64 << 20;
  private static final int PRECONDITION_FAILED = 412;

  String key(String name) {
    return uri.key() + "/" + name;
  }

  /** What is there, by name; consoles make an object without a name for the folder itself. */
  Set<String> names() throws IOException {
    return asked(
        () ->
            client
                .listObjectsV2Paginator(r -> r.bucket(uri.bucket()).prefix(key("")))
                .contents()
                .stream()
                .map(S3Object::key)
                .map(key -> key.substring(key("").length()))
                .filter(name -> !name.isEmpty())
                .limit(MAX_NAMES)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Whether an object is there with these bytes. */
  boolean holds(String name, FileEntry file) throws IOException {
    return head(name)
        .filter(head -> head.contentLength() == file.bytes())
        .filter(head -> file.sha256().equals(head.metadata().get(SHA256)))
        .isPresent();
  }

  /** The bytes of an object; empty where there is none, or one that is too large to be a text. */
  Optional<byte[]> read(String name) throws IOException {
    if (head(name).filter(head -> head.contentLength() <= MAX_READ).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        asked(
            () ->
                client
                    .getObjectAsBytes(r -> r.bucket(uri.bucket()).key(key(name)))
                    .asByteArrayUnsafe()));
  }

  private Optional<HeadObjectResponse> head(String name) throws IOException {
    return asked(
        () -> {
          try {
            return Optional.of(client.headObject(r -> r.bucket(uri.bucket()).key(key(name))));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  /**
   * Makes an object.
   *
   * @return false where one is there already
   */
  boolean create(String name, byte[] bytes) throws IOException {
    return unlessTaken(
        () ->
            client.putObject(
                r ->
                    r.bucket(uri.bucket())
                        .key(key(name))
                        .ifNoneMatch(NONE)
                        .contentMD5(Md5.base64(bytes))
                        .metadata(Map.of(SHA256, Digest.of(bytes))),
                RequestBody.fromBytes(bytes)));
  }

  /** Whether what is made only where nothing is could be made. */
  boolean unlessTaken(Supplier<?> request) throws IOException {
    return asked(
        () -> {
          try {
            request.get();
            return true;
          } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
              return false;
            }
            throw e;
          }
        });
  }

  /** The answer to a request that is made again where it may be answered later. */
  <T> T asked(Supplier<T> request) throws IOException {
    try {
      return new Persistence(pause).until(() -> failures.told(request));
    } catch (InvalidInputException e) {
      throw new InvalidInputException(named(e), e);
    } catch (IOException e) {
      throw new IOException(named(e), e);
    }
  }

  private String named(Exception e) {
    return "spec.output.uri: s3://%s/%s cannot be published to: %s"
        .formatted(uri.bucket(), uri.key(), e.getMessage());
  }
}
