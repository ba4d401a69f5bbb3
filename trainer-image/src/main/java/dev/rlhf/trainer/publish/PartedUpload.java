package dev.rlhf.trainer.publish;

import dev.rlhf.contract.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/** A file that is sent in parts, each of which is tried again by itself. */
record PartedUpload(Upload upload) {
  private static final Logger LOG = LoggerFactory.getLogger(PartedUpload.class);

  /** As many as a store takes. */
  private static final int MAX_PARTS = 10_000;

  /**
   * Sends it.
   *
   * @return false where an object of that key is there already
   */
  boolean run() throws IOException {
    String id = begin();
    boolean done = false;
    try {
      done = complete(id, parts(id));
      return done;
    } finally {
      if (!done) {
        abort(id);
      }
    }
  }

  private String begin() throws IOException {
    return folder()
        .asked(
            () ->
                client()
                    .createMultipartUpload(
                        r ->
                            r.bucket(bucket())
                                .key(key())
                                .metadata(Map.of(ObjectFolder.SHA256, upload.entry().sha256()))))
        .uploadId();
  }

  private List<CompletedPart> parts(String id) throws IOException {
    long bytes = upload.entry().bytes();
    int size = (int) Math.max(upload.partBytes(), (bytes + MAX_PARTS - 1) / MAX_PARTS);
    MessageDigest digest = Digest.sha256();
    List<CompletedPart> parts = new ArrayList<>();
    try (InputStream in = Files.newInputStream(upload.file())) {
      for (byte[] part = in.readNBytes(size); part.length > 0; part = in.readNBytes(size)) {
        digest.update(part);
        parts.add(send(id, parts.size() + 1, part));
        LOG.info("{}: part {} is sent", upload.name(), parts.size());
      }
    }
    upload.check(HexFormat.of().formatHex(digest.digest()));
    return parts;
  }

  private CompletedPart send(String id, int number, byte[] part) throws IOException {
    String etag =
        folder()
            .asked(
                () ->
                    client()
                        .uploadPart(
                            r ->
                                r.bucket(bucket())
                                    .key(key())
                                    .uploadId(id)
                                    .partNumber(number)
                                    .contentMD5(Md5.base64(part)),
                            RequestBody.fromBytes(part)))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  /** Where an answer was lost, the second request finds no upload any more; the object tells. */
  private boolean complete(String id, List<CompletedPart> parts) throws IOException {
    return folder()
        .unlessTaken(
            () -> {
              try {
                return client()
                    .completeMultipartUpload(
                        r ->
                            r.bucket(bucket())
                                .key(key())
                                .uploadId(id)
                                .ifNoneMatch(ObjectFolder.NONE)
                                .multipartUpload(m -> m.parts(parts)));
              } catch (NoSuchUploadException e) {
                return e;
              }
            });
  }

  /** Parts of no object are paid for, too. */
  private void abort(String id) {
    try {
      client().abortMultipartUpload(r -> r.bucket(bucket()).key(key()).uploadId(id));
    } catch (RuntimeException e) {
      LOG.warn("the parts of {} stay in the store: {}", key(), e.toString());
    }
  }

  private ObjectFolder folder() {
    return upload.folder();
  }

  private S3Client client() {
    return folder().client();
  }

  private String bucket() {
    return folder().uri().bucket();
  }

  private String key() {
    return folder().key(upload.name());
  }
}
