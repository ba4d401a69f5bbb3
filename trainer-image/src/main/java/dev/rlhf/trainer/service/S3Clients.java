package dev.rlhf.trainer.service;

import dev.rlhf.contract.ServiceEnvironment;
import dev.rlhf.plan.Services;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Clients of an object store, whose tries and checksums are our own. */
final class S3Clients {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration READ = Duration.ofSeconds(60);

  private S3Clients() {}

  /**
   * A client.
   *
   * @param variable the value of an environment's variable
   * @param trust empty for what Java trusts
   */
  static S3Client of(
      Services services,
      Function<String, Optional<String>> variable,
      Optional<TrustManager[]> trust) {
    UrlConnectionHttpClient.Builder http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECT)
            .socketTimeout(READ)
            .proxyConfiguration(proxy(services));
    trust.ifPresent(managers -> http.tlsTrustManagersProvider(() -> managers));
    S3ClientBuilder client =
        S3Client.builder()
            .httpClientBuilder(http)
            .region(Region.of(services.s3Region()))
            .credentialsProvider(credentials(variable))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
    if (services.s3() != null) {
      client.endpointOverride(URI.create(services.s3())).forcePathStyle(true);
    }
    return client.build();
  }

  private static ProxyConfiguration proxy(Services services) {
    ProxyConfiguration.Builder proxy =
        ProxyConfiguration.builder()
            .useSystemPropertyValues(false)
            .useEnvironmentVariablesValues(false);
    if (services.proxy() != null) {
      proxy.endpoint(URI.create(services.proxy()));
    }
    return proxy.build();
  }

  private static AwsCredentialsProvider credentials(Function<String, Optional<String>> variable) {
    Optional<String> id = variable.apply(ServiceEnvironment.ACCESS_KEY_ID);
    Optional<String> secret = variable.apply(ServiceEnvironment.SECRET_KEY);
    if (id.isEmpty() || secret.isEmpty()) {
      return AnonymousCredentialsProvider.create();
    }
    AwsCredentials credentials =
        variable
            .apply(ServiceEnvironment.SESSION_TOKEN)
            .<AwsCredentials>map(
                token -> AwsSessionCredentials.create(id.get(), secret.get(), token))
            .orElseGet(() -> AwsBasicCredentials.create(id.get(), secret.get()));
    return StaticCredentialsProvider.create(credentials);
  }
}
