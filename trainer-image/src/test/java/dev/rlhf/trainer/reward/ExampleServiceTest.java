package dev.rlhf.trainer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rlhf.plan.RewardSettings;
import dev.rlhf.trainer.InvalidInputException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service that docs/rewards.md offers to start from speaks the protocol of that page. */
class ExampleServiceTest {
  private static final String TOKEN = "RLHF_REWARD_TOKEN_JUDGE";

  private Process process;
  private String url;

  @BeforeAll
  static void needsPython() {
    boolean found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
    assumeTrue(found, "python3 is missing");
  }

  private void start(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of("../examples/rewards/service.py").toRealPath().toString(), "--port", "0");
    builder.environment().remove(TOKEN);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    process = builder.start();
    BufferedReader said = process.inputReader();
    url = said.readLine();
    assertThat(url).startsWith("http://127.0.0.1:");
  }

  @AfterEach
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  private double[] ask(Optional<String> token) {
    RewardSettings.Http settings = new RewardSettings.Http(url + "/score", 2, 60, 0, null);
    RewardService client =
        new RewardService("judge", settings, token, (time, givenUp) -> !givenUp.getAsBoolean());
    return client
        .rewards(JudgedAnswers.of("So.", "", "Fog? It stays and stays here!"), () -> false)
        .orElseThrow();
  }

  @Test
  void itRewardsShortSentences() throws IOException {
    start(Map.of());

    assertThat(ask(Optional.empty())).containsExactly(-0.1, 0, -0.5);
  }

  @Test
  void itAsksForItsToken() throws IOException {
    start(Map.of(TOKEN, "s3cret"));

    assertThat(ask(Optional.of("s3cret"))).containsExactly(-0.1, 0, -0.5);
    assertThatThrownBy(() -> ask(Optional.of("guess")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it answered 401")
        .hasMessageContaining("the token is another one");
    assertThatThrownBy(() -> ask(Optional.empty())).hasMessageContaining("it answered 401");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"version\": 2, \"answers\": []} | version 2 is not known, only 1",
        "{\"version\": 1} | not a request of version 1: KeyError('answers')",
        "[] | not a request of version 1: TypeError",
        "so much to say | not a request of version 1: JSONDecodeError",
      })
  void whatIsNoRequestIsRefusedWithItsReason(String body, String reason) throws Exception {
    start(Map.of());

    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body)).build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(reason);
  }
}
