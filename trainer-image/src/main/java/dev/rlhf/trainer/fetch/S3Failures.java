package dev.rlhf.trainer.fetch;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the exceptions of an object store's client mean. */
record S3Failures(Refusals refusals) {

  /** What was asked for, where the store gave it. */
  <T> T told(Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (S3Exception e) {
      Optional<AwsErrorDetails> details = Optional.ofNullable(e.awsErrorDetails());
      throw refusals.of(
          e.statusCode(),
          "it answered %d%s"
              .formatted(
                  e.statusCode(),
                  details
                      .map(d -> " (%s): %s".formatted(d.errorCode(), d.errorMessage()))
                      .orElse("")),
          details
              .map(AwsErrorDetails::sdkHttpResponse)
              .flatMap(response -> response.firstMatchingHeader("Retry-After")));
    } catch (SdkException e) {
      throw new PassingException("the store cannot be reached: " + e.getMessage(), e);
    }
  }
}
