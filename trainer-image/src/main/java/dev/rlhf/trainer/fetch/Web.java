package dev.rlhf.trainer.fetch;

import dev.rlhf.trainer.http.Excerpt;
import dev.rlhf.trainer.service.PassingException;
import dev.rlhf.trainer.service.Refusals;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * HTTP with a token for one host. Java's older client is taken for one thing that the newer one
 * lacks: a limit on how long a body may stand still.
 *
 * @param tls empty for what Java trusts
 */
record Web(Proxy proxy, Optional<SSLSocketFactory> tls, Optional<String> token) {
  private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(20).toMillis();
  private static final int READ_MILLIS = (int) Duration.ofSeconds(60).toMillis();
  private static final int REDIRECTS = 6;
  private static final Set<Integer> REDIRECTING = Set.of(301, 302, 303, 307, 308);

  /** An answer whose body has not been read. */
  record Answer(HttpURLConnection connection, int status) {
    Optional<String> header(String name) {
      return Optional.ofNullable(connection.getHeaderField(name));
    }

    InputStream body() throws IOException {
      return connection.getInputStream();
    }

    /** Goes on only where it holds what was asked for. */
    void check(Refusals refusals) throws IOException {
      if (status >= 200 && status < 300) {
        return;
      }
      String code = header("X-Error-Code").map(" (%s)"::formatted).orElse("");
      throw refusals.of(
          status, "it answered %d%s: %s".formatted(status, code, words()), header("Retry-After"));
    }

    /** The beginning of what was said to an error. */
    String words() throws IOException {
      try (InputStream said = connection.getErrorStream()) {
        return said == null
            ? Excerpt.of("")
            : Excerpt.of(new String(said.readNBytes(1 << 12), StandardCharsets.UTF_8));
      }
    }
  }

  /** Asks for a uri, wherever it leads to. */
  Answer get(URI uri, Map<String, String> headers) throws PassingException {
    return follow("GET", uri, headers, "");
  }

  /**
   * Asks for the headers of a uri.
   *
   * @param telling the header at which it is not followed any further
   */
  Answer head(URI uri, String telling) throws PassingException {
    return follow("HEAD", uri, Map.of(), telling);
  }

  private Answer follow(String method, URI first, Map<String, String> headers, String telling)
      throws PassingException {
    URI uri = first;
    for (int i = 0; i <= REDIRECTS; i++) {
      try {
        Answer answer = send(method, uri, headers, isSameHost(first, uri));
        Optional<String> next = answer.header("Location");
        if (!REDIRECTING.contains(answer.status())
            || next.isEmpty()
            || answer.header(telling).isPresent()) {
          return answer;
        }
        uri = next(uri, next.get());
      } catch (IOException | IllegalArgumentException e) {
        throw new PassingException("%s: %s".formatted(uri.getHost(), e), e);
      }
    }
    throw new PassingException(
        "%s leads to more than %d other places".formatted(first, REDIRECTS), Optional.empty());
  }

  private Answer send(String method, URI uri, Map<String, String> headers, boolean mayCarryToken)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(proxy);
    if (connection instanceof HttpsURLConnection https) {
      tls.ifPresent(https::setSSLSocketFactory);
    }
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setRequestProperty("Accept-Encoding", "identity");
    headers.forEach(connection::setRequestProperty);
    if (mayCarryToken) {
      token.ifPresent(t -> connection.setRequestProperty("Authorization", "Bearer " + t));
    }
    return new Answer(connection, connection.getResponseCode());
  }

  /** Another port is another host, too. */
  private static boolean isSameHost(URI first, URI uri) {
    return first.getScheme().equals(uri.getScheme())
        && first.getAuthority().equalsIgnoreCase(uri.getAuthority());
  }

  private static URI next(URI uri, String location) throws IOException {
    URI next = uri.resolve(location);
    boolean isHttps = "https".equalsIgnoreCase(next.getScheme());
    if (!isHttps && !uri.getScheme().equalsIgnoreCase(next.getScheme())) {
      throw new IOException("it leads from https to " + next);
    }
    return next;
  }
}
