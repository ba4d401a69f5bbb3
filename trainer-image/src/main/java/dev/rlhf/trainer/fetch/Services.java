package dev.rlhf.trainer.fetch;

import dev.rlhf.contract.FetchEnvironment;
import dev.rlhf.manifest.Source;
import dev.rlhf.plan.FetchConfig;
import dev.rlhf.plan.FetchConfig.Wanted;
import dev.rlhf.plan.SourceField;
import dev.rlhf.plan.SourceUri;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.TrustManager;

/**
 * The services that sources lie at.
 *
 * @param environment gives the value of a variable, or null: secrets are nowhere else
 */
record Services(FetchConfig.Services settings, UnaryOperator<String> environment, Clock clock) {

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
    var refusals =
        new Refusals(
            "spec.sources.s3.accessKeyIdSecret and secretAccessKeySecret",
            FetchEnvironment.ACCESS_KEY_ID + " and " + FetchEnvironment.SECRET_KEY,
            variable(FetchEnvironment.ACCESS_KEY_ID).isPresent(),
            clock);
    return new Bucket(
        uri, kind, S3Clients.of(settings, this::variable, trust()), new S3Failures(refusals));
  }

  private Remote hub(HubUri uri) throws IOException {
    Optional<String> token = variable(FetchEnvironment.HF_TOKEN);
    var refusals =
        new Refusals(
            "spec.sources.huggingFace.tokenSecret",
            FetchEnvironment.HF_TOKEN,
            token.isPresent(),
            clock);
    return new Hub(
        uri,
        settings.huggingFace(),
        new Web(proxy(), trust().map(Trust::sockets), token),
        refusals);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.apply(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private Optional<TrustManager[]> trust() throws IOException {
    return settings.caBundle() == null
        ? Optional.empty()
        : Optional.of(Trust.with(Path.of(settings.caBundle())));
  }

  private Proxy proxy() {
    if (settings.proxy() == null) {
      return Proxy.NO_PROXY;
    }
    URI address = URI.create(settings.proxy());
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), address.getPort()));
  }
}
