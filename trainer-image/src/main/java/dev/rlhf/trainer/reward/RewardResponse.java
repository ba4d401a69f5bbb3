package dev.rlhf.trainer.reward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.trainer.http.Excerpt;
import java.util.List;

/**
 * What a service answers: {@code {"version": 1, "rewards": [...]}}, in the order of the answers.
 */
final class RewardResponse {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RewardResponse() {}

  /**
   * The rewards of a batch.
   *
   * @throws RewardServiceException naming the first row without a finite number
   */
  static double[] read(String reward, String body, List<JudgedAnswer> batch) {
    JsonNode rewards = rewards(reward, body);
    if (rewards.size() != batch.size()) {
      throw refusal(
          reward, "%d rewards to %d answers".formatted(rewards.size(), batch.size()), body);
    }
    double[] numbers = new double[batch.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = rewards.get(i).isNumber() ? rewards.get(i).doubleValue() : Double.NaN;
      if (!Double.isFinite(numbers[i])) {
        throw refusal(
            reward,
            "%s, which is no finite number, to row %d of the prompts"
                .formatted(rewards.get(i), batch.get(i).row()),
            body);
      }
    }
    return numbers;
  }

  private static JsonNode rewards(String reward, String body) {
    try {
      JsonNode answered = JSON.readTree(body);
      if (answered.path("version").asInt() == RewardRequest.VERSION
          && answered.path("rewards").isArray()) {
        return answered.path("rewards");
      }
      throw refusal(reward, "no rewards of version %d".formatted(RewardRequest.VERSION), body);
    } catch (JsonProcessingException e) {
      throw refusal(reward, "no JSON", body);
    }
  }

  private static RewardServiceException refusal(String reward, String what, String body) {
    return new RewardServiceException(
        "reward %s: the service gave %s; it must answer {\"version\": 1, \"rewards\": [one number for each answer]}, and answered: %s"
            .formatted(reward, what, Excerpt.of(body)));
  }
}
