package dev.rlhf.trainer.service;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the exceptions of an object store's client mean. */
public record S3Failures(Refusals refusals) {
  /** Of a body that came late, not at all or changed, or of two that write: none has to last. */
  private static final Set<String> PASSING =
      Set.of(
          "RequestTimeout",
          "IncompleteBody",
          "BadDigest",
          "XAmzContentSHA256Mismatch",
          "OperationAborted",
          "ConditionalRequestConflict",
          "NoSuchUpload");

  private static final String EXPIRED = "ExpiredToken";

  /** An error in the body of an answer that began as a success is the store's own trouble. */
  private static final int LATE = 300;

  private static final int UNAUTHORIZED = 401;

  /** What was asked for, where the store gave it. */
  public <T> T told(Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (S3Exception e) {
      throw meant(e);
    } catch (SdkException e) {
      throw new PassingException("the store cannot be reached: " + e.getMessage(), e);
    }
  }

  private IOException meant(S3Exception e) {
    Optional<AwsErrorDetails> details = Optional.ofNullable(e.awsErrorDetails());
    String code = details.map(AwsErrorDetails::errorCode).orElse("");
    String said =
        "it answered %d%s"
            .formatted(
                e.statusCode(),
                code.isEmpty() ? "" : " (%s): %s".formatted(code, details.get().errorMessage()));
    Optional<String> retryAfter =
        details
            .map(AwsErrorDetails::sdkHttpResponse)
            .flatMap(response -> response.firstMatchingHeader("Retry-After"));
    if (PASSING.contains(code) || e.statusCode() < LATE) {
      return refusals.passing(said, retryAfter);
    }
    return refusals.of(EXPIRED.equals(code) ? UNAUTHORIZED : e.statusCode(), said, retryAfter);
  }
}
