package dev.rlhf.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldChangeTest {

  private static List<FieldChange> between(String before, String now)
      throws JsonProcessingException {
    return FieldChange.between(List.of(), json(before), json(now));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  @Test
  void namesEachFieldByItself() throws JsonProcessingException {
    assertThat(
            between(
                "{'seed': 1, 'stages': {'sft': {'epochs': 2, 'batchSize': 8}}}",
                "{'seed': 1.0, 'stages': {'sft': {'batchSize': 4}}}"))
        .extracting(FieldChange::toString)
        .containsExactly(
            "spec.stages.sft.batchSize was 8 and is 4",
            "spec.stages.sft.epochs was 2 and is absent");
  }

  @Test
  void aFieldInsideOneThatMayChangeMayChange() throws JsonProcessingException {
    assertThat(
            between(
                "{'template': {'image': 'a'}, 'stages': {'ppo': {}}}",
                "{'template': {'image': 'b'}, 'stages': {'ppo': {'optimizer': {'beta1': 0}, 'steps': 9}}}"))
        .hasSize(3)
        .allMatch(FieldChange::isAllowed);
  }

  @Test
  void whatIsNotMarkedMayNotChange() throws JsonProcessingException {
    assertThat(
            between(
                "{'data': {}, 'stages': {'sft': {'maxLength': 8}}}",
                "{'data': {'prompts': {'uri': 'file://p'}}, 'stages': {'sft': {'maxLength': 9}, 'ppo': {}}, 'other': 1}"))
        .hasSize(4)
        .noneMatch(FieldChange::isAllowed);
  }
}
