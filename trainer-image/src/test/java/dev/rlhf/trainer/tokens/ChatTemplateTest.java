package dev.rlhf.trainer.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChatTemplateTest {
  private static final Message QUESTION = new Message(Role.USER, "Why?");

  /** Made by e2e/interop/templates.py. */
  private static final String FIXTURE = "/templates/rendered.json";

  static Stream<Arguments> renderedByTransformers() throws IOException {
    try (InputStream in = ChatTemplateTest.class.getResourceAsStream(FIXTURE)) {
      JsonNode fixture = new ObjectMapper().readTree(in);
      List<Arguments> cases = new ArrayList<>();
      for (JsonNode c : fixture.get("cases")) {
        String template = c.get("template").asText();
        String dialogue = c.get("dialogue").asText();
        cases.add(
            Arguments.of(
                template + ", " + dialogue,
                template(fixture, template),
                messages(fixture.get("dialogues").get(dialogue)),
                c));
      }
      return cases.stream();
    }
  }

  private static ChatTemplate template(JsonNode fixture, String name) {
    Map<String, String> special = new HashMap<>();
    for (Map.Entry<String, JsonNode> token : fixture.get("specialTokens").properties()) {
      special.put(token.getKey(), token.getValue().asText());
    }
    return new ChatTemplate(fixture.get("templates").get(name).asText(), special);
  }

  private static List<Message> messages(JsonNode list) {
    List<Message> messages = new ArrayList<>();
    list.forEach(
        m -> messages.add(new Message(Role.of(m.get("role").asText()), m.get("content").asText())));
    return messages;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("renderedByTransformers")
  void rendersWhatTransformersRenders(
      String name, ChatTemplate template, List<Message> messages, JsonNode expected) {
    assertRendered(template, messages, false, expected.get("whole"));
    assertRendered(
        template, messages.subList(0, messages.size() - 1), true, expected.get("prompt"));
  }

  private static void assertRendered(
      ChatTemplate template, List<Message> messages, boolean generation, JsonNode expected) {
    if (expected.has("refusal")) {
      assertThatThrownBy(() -> template.render(messages, generation))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(expected.get("refusal").asText());
    } else {
      assertThat(template.render(messages, generation)).isEqualTo(expected.get("text").asText());
    }
  }

  @Test
  void refusesATemplateThatCannotBeRendered() {
    for (String source :
        List.of(
            "{{ strftime_now('%Y') }}",
            "{% unheard %}",
            "{{ messages[0]['content'].zfill(3) }}",
            "{% for m in messages if m.role == 'user' %}{{ m.content }}{% endfor %}",
            "{{ messages[0].content or 'nothing' }}",
            "{% for m in messages %}{{ m.content }}")) {
      assertThatThrownBy(() -> new ChatTemplate(source, Map.of()).render(List.of(QUESTION), false))
          .as(source)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("the tokenizer's chat template ")
          .hasMessageEndingWith(
              "not known here: simplify it, or write chatFormat: human-assistant");
    }
  }
}
