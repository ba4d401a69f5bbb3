package dev.rlhf.trainer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.plan.RewardSettings;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewardServiceTest {
  private static final List<JudgedAnswer> THREE = JudgedAnswers.of("So.", "", "Fog.");

  private final LocalService service = new LocalService();
  private final List<Duration> waits = new ArrayList<>();

  @AfterEach
  void close() {
    service.close();
  }

  private RewardService client(int batchSize, int timeoutSeconds, int retries) {
    return client(service.settings(batchSize, timeoutSeconds, retries), Optional.empty());
  }

  private RewardService client(RewardSettings.Http settings, Optional<String> token) {
    return new RewardService("judge", settings, token, (time, givenUp) -> waits.add(time));
  }

  private double[] ask(RewardService client) {
    return client.rewards(THREE, () -> false).orElseThrow();
  }

  @Test
  void answersAreSentInBatchesAndRewardsComeInOrder() throws IOException {
    service.says(LocalService.rewards("0.5, -1"), LocalService.rewards("2e1"));

    assertThat(ask(client(2, 5, 0))).containsExactly(0.5, -1, 20);

    JsonNode first = new ObjectMapper().readTree(service.bodies().get(0));
    assertThat(first)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"version": 1, "reward": "judge", "answers": [
                      {"row": 1, "prompt": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Why?"}],
                       "answer": "So.", "prompt_tokens": 7, "answer_tokens": 4, "ended": true},
                      {"row": 2, "prompt": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Why?"}],
                       "answer": "", "prompt_tokens": 7, "answer_tokens": 1, "ended": false}]}
                    """));
    assertThat(service.bodies()).hasSize(2);
    assertThat(service.tokens()).containsOnlyNulls();
  }

  @Test
  void theTokenIsSentWithEachRequest() {
    service.says(LocalService.rewards("1"));

    ask(client(service.settings(1, 5, 0), Optional.of("s3cret")));

    assertThat(service.tokens()).containsExactly("Bearer s3cret", "Bearer s3cret", "Bearer s3cret");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503})
  void whatMayPassByIsTriedAgainLaterAndLater(int status) {
    service.says(
        LocalService.status(status, "not now"),
        LocalService.status(status, ""),
        LocalService.rewards("1, 2, 3"));

    assertThat(ask(client(64, 5, 2))).containsExactly(1, 2, 3);

    assertThat(waits).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @Test
  void aBusyServiceSaysWhenToComeAgain() {
    service.says(
        LocalService.busy("7"), LocalService.busy("9999"), LocalService.rewards("1, 2, 3"));

    ask(client(64, 5, 2));

    assertThat(waits).containsExactly(Duration.ofSeconds(7), Duration.ofMinutes(1));
  }

  @Test
  void anAnswerThatIsCutOffIsAskedForAgain() {
    service.says(LocalService.cut(), LocalService.rewards("1, 2, 3"));

    assertThat(ask(client(64, 5, 1))).containsExactly(1, 2, 3);
  }

  @Test
  void aServiceThatDoesNotAnswerIsGivenUpInTime() {
    service.says(LocalService.silence());

    assertThatThrownBy(() -> ask(client(64, 1, 1)))
        .isInstanceOf(RewardServiceException.class)
        .hasMessageContaining("gave no rewards in 2 tries; the last time the request failed")
        .hasMessageContaining("timed out");
  }

  @Test
  void aServiceThatIsNotThereIsNamed() {
    RewardSettings.Http settings = service.settings(64, 5, 1);
    service.close();

    assertThatThrownBy(() -> ask(client(settings, Optional.empty())))
        .isInstanceOf(RewardServiceException.class)
        .hasMessageContaining(settings.url() + " gave no rewards in 2 tries")
        .hasMessageContaining("ConnectException");
  }

  @Test
  void theLastTrysAnswerIsTold() {
    service.says(LocalService.status(500, "out of\n memory"));

    assertThatThrownBy(() -> ask(client(64, 5, 3)))
        .isInstanceOf(RewardServiceException.class)
        .hasMessageContaining("reward judge: ")
        .hasMessageEndingWith("in 4 tries; the last time it answered 500: out of memory");
    assertThat(service.bodies()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({"401, who are you", "404, no such page", "301, gone elsewhere"})
  void whatWillNotPassByEndsAtOnce(int status, String body) {
    service.says(LocalService.status(status, body));

    assertThatThrownBy(() -> ask(client(64, 5, 5)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot be asked; it answered %d: %s".formatted(status, body));
    assertThat(service.bodies()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "so much to say | the service gave no JSON;",
        "{\"version\": 1, \"rewards\": [1, NaN, 3]} | the service gave no JSON;",
        "[1, 2, 3] | the service gave no rewards of version 1;",
        "{\"version\": 2, \"rewards\": [1, 2, 3]} | the service gave no rewards of version 1;",
        "{\"version\": 1, \"rewards\": [1, 2]} | the service gave 2 rewards to 3 answers;",
        "{\"version\": 1, \"rewards\": [1, 2, 3, 4]} | the service gave 4 rewards to 3 answers;",
        "{\"version\": 1, \"rewards\": [1, null, 3]} | the service gave null, which is no finite number, to row 2 of the prompts",
        "{\"version\": 1, \"rewards\": [1, 2, \"NaN\"]} | the service gave \"NaN\", which is no finite number, to row 3 of the prompts",
        "{\"version\": 1, \"rewards\": [1e999, 2, 3]} | which is no finite number, to row 1 of the prompts",
      })
  void garbageIsToldAndNotAskedForAgain(String body, String message) {
    service.says(LocalService.status(200, body));

    assertThatThrownBy(() -> ask(client(64, 5, 5)))
        .isInstanceOf(RewardServiceException.class)
        .hasMessageContaining(message)
        .hasMessageEndingWith("and answered: " + body);
    assertThat(service.bodies()).hasSize(1);
  }

  @Test
  void aStageThatIsToEndDoesNotWaitForIt() {
    service.says(LocalService.silence());

    assertThat(client(64, 3600, 0).rewards(THREE, () -> true)).isEmpty();
  }

  @Test
  void norDoesItWaitForAnotherTry() {
    service.says(LocalService.status(503, ""));
    RewardService client =
        new RewardService(
            "judge", service.settings(64, 5, 5), Optional.empty(), (time, givenUp) -> false);

    assertThat(client.rewards(THREE, () -> false)).isEmpty();
    assertThat(service.bodies()).hasSize(1);
  }
}
