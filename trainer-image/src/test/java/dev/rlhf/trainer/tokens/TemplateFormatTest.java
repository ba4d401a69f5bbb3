package dev.rlhf.trainer.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateFormatTest {
  private static final Dialogue TWO_ANSWERS =
      new Dialogue(
          List.of(
              new Message(Role.USER, "a"),
              new Message(Role.ASSISTANT, "b"),
              new Message(Role.USER, "c"),
              new Message(Role.ASSISTANT, "d")));

  private static List<Segment> segments(String template) {
    return new TemplateFormat(new ChatTemplate(template, Map.of()), "</s>").segments(TWO_ANSWERS);
  }

  @Test
  void anAnswerEndsWithItsEndOfSequence() {
    String template =
        "{% for m in messages %}<{{ m.role }}>{{ m.content }}</s>\n{% endfor %}"
            + "{% if add_generation_prompt %}<assistant>{% endif %}";

    assertThat(segments(template))
        .containsExactly(
            Segment.context("<user>a</s>\n<assistant>"),
            Segment.answer("b</s>", false),
            Segment.context("\n<user>c</s>\n<assistant>"),
            Segment.answer("d</s>", false));
  }

  @Test
  void anAnswerThatTheTemplateDoesNotEndGetsAnEnd() {
    String template = "{% for m in messages %}[{{ m.role }}] {{ m.content }}\n{% endfor %}";

    assertThat(segments(template))
        .containsExactly(
            Segment.context("[user] a\n"),
            Segment.answer("[assistant] b", true),
            Segment.context("\n[user] c\n"),
            Segment.answer("[assistant] d", true));
  }

  @Test
  void refusesATemplateThatRewritesEarlierTurns() {
    String template =
        "{% for m in messages %}{{ m.content if loop.last else '...' }}</s>{% endfor %}";

    assertThatThrownBy(() -> segments(template))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bring a template that only appends");
  }
}
