package dev.rlhf.trainer.reward;

import dev.rlhf.contract.Documents;
import dev.rlhf.plan.RewardSettings;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.http.Backoff;
import dev.rlhf.trainer.http.Excerpt;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reward that a service gives, asked in batches: docs/rewards.md has the protocol.
 *
 * <p>What may pass by is tried again, later and later: no connection, no answer in time, statuses
 * 408, 429 and 5xx. What will not pass by ends the stage at once.
 */
public final class RewardService implements RewardSource {
  private static final Logger LOG = LoggerFactory.getLogger(RewardService.class);
  private static final long LOOK_UP_MILLIS = 50;

  private final String name;
  private final RewardSettings.Http settings;
  private final Optional<String> token;
  private final Pause pause;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /** Waits before another try; whether it was not given up meanwhile. */
  @FunctionalInterface
  interface Pause {
    boolean lasts(Duration time, BooleanSupplier givenUp);
  }

  /** What a try came to: rewards, or why there are none and when to try again. */
  private record Try(Optional<double[]> rewards, String why, Optional<Duration> retryAfter) {}

  /** The service of a reward. */
  public RewardService(String name, RewardSettings.Http settings, Optional<String> token) {
    this(name, settings, token, RewardService::sleep);
  }

  RewardService(String name, RewardSettings.Http settings, Optional<String> token, Pause pause) {
    this.name = name;
    this.settings = settings;
    this.token = token;
    this.pause = pause;
  }

  @Override
  public Optional<double[]> rewards(List<JudgedAnswer> answers, BooleanSupplier givenUp) {
    double[] all = new double[answers.size()];
    for (int from = 0; from < all.length; from += settings.batchSize()) {
      int to = Math.min(from + settings.batchSize(), all.length);
      Optional<double[]> part = persist(answers.subList(from, to), givenUp);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      System.arraycopy(part.get(), 0, all, from, to - from);
    }
    return Optional.of(all);
  }

  private Optional<double[]> persist(List<JudgedAnswer> batch, BooleanSupplier givenUp) {
    for (int tries = 1; ; tries++) {
      Optional<Try> made = attempt(batch, givenUp);
      if (made.isEmpty() || made.get().rewards().isPresent()) {
        return made.flatMap(Try::rewards);
      }
      String why = made.get().why();
      if (tries > settings.retries()) {
        throw new RewardServiceException(
            "reward %s: %s gave no rewards in %d tries; the last time %s"
                .formatted(name, settings.url(), tries, why));
      }
      Duration wait = made.get().retryAfter().orElse(Backoff.after(tries));
      LOG.warn("reward {}: {}; another try in {} s", name, why, wait.toMillis() / 1000.0);
      if (!pause.lasts(wait, givenUp)) {
        return Optional.empty();
      }
    }
  }

  private Optional<Try> attempt(List<JudgedAnswer> batch, BooleanSupplier givenUp) {
    try {
      return send(batch, givenUp).map(response -> read(response, batch));
    } catch (IOException e) {
      return Optional.of(new Try(Optional.empty(), "the request failed: " + e, Optional.empty()));
    }
  }

  private Optional<HttpResponse<String>> send(List<JudgedAnswer> batch, BooleanSupplier givenUp)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(settings.url()))
            .timeout(Duration.ofSeconds(settings.timeoutSeconds()))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Documents.jsonLine(RewardRequest.of(name, batch))));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    CompletableFuture<HttpResponse<String>> sent =
        client.sendAsync(request.build(), BodyHandlers.ofString());
    while (true) {
      try {
        return Optional.of(sent.get(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS));
      } catch (TimeoutException notYet) {
        if (givenUp.getAsBoolean()) {
          sent.cancel(true);
          return Optional.empty();
        }
      } catch (ExecutionException e) {
        throw new IOException(e.getCause().toString(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  private Try read(HttpResponse<String> response, List<JudgedAnswer> batch) {
    int status = response.statusCode();
    if (status == 200) {
      return new Try(
          Optional.of(RewardResponse.read(name, response.body(), batch)), "", Optional.empty());
    }
    String why = "it answered %d: %s".formatted(status, Excerpt.of(response.body()));
    if (status == 408 || status == 429 || status >= 500) {
      return new Try(Optional.empty(), why, retryAfter(response));
    }
    throw new InvalidInputException(
        "reward %s: %s cannot be asked; %s: check rewards[].http and its token"
            .formatted(name, settings.url(), why));
  }

  private static Optional<Duration> retryAfter(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,4}"))
        .map(seconds -> Backoff.atMost(Duration.ofSeconds(Long.parseLong(seconds))));
  }

  private static boolean sleep(Duration time, BooleanSupplier givenUp) {
    for (long left = time.toMillis(); left > 0; left -= LOOK_UP_MILLIS) {
      if (givenUp.getAsBoolean()) {
        return false;
      }
      try {
        Thread.sleep(Math.min(left, LOOK_UP_MILLIS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
