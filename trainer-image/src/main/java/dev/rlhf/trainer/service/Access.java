package dev.rlhf.trainer.service;

import dev.rlhf.contract.ServiceEnvironment;
import dev.rlhf.plan.Services;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * How services are reached.
 *
 * @param environment gives the value of a variable, or null: secrets are nowhere else
 */
public record Access(Services settings, UnaryOperator<String> environment, Clock clock) {

  /** A client of the object store. */
  public S3Client store() throws IOException {
    return S3Clients.of(settings, this::secret, trust());
  }

  /** What its refusals mean. */
  public S3Failures storeFailures(Use use) {
    return new S3Failures(
        new Refusals(
            use,
            "spec.sources.s3.accessKeyIdSecret and secretAccessKeySecret",
            ServiceEnvironment.ACCESS_KEY_ID + " and " + ServiceEnvironment.SECRET_KEY,
            secret(ServiceEnvironment.ACCESS_KEY_ID).isPresent(),
            clock));
  }

  /** What the refusals of the hub mean. */
  public Refusals hubRefusals() {
    return new Refusals(
        Use.READ_HUB,
        "spec.sources.huggingFace.tokenSecret",
        ServiceEnvironment.HF_TOKEN,
        hubToken().isPresent(),
        clock);
  }

  /** What opens the hub; empty where it is asked as anyone. */
  public Optional<String> hubToken() {
    return secret(ServiceEnvironment.HF_TOKEN);
  }

  private Optional<String> secret(String variable) {
    return Optional.ofNullable(environment.apply(variable))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** Whom to believe; empty for those that Java believes. */
  public Optional<TrustManager[]> trust() throws IOException {
    return settings.caBundle() == null
        ? Optional.empty()
        : Optional.of(Trust.with(Path.of(settings.caBundle())));
  }

  /** The proxy of all requests. */
  public Proxy proxy() {
    if (settings.proxy() == null) {
      return Proxy.NO_PROXY;
    }
    URI address = URI.create(settings.proxy());
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), address.getPort()));
  }
}
