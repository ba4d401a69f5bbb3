package dev.rlhf.trainer.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Dialogue;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One row of a file of demonstrations; its kind shows by its fields. */
public sealed interface Row permits Row.Messages, Row.PromptCompletion, Transcript {

  /** The dialogue to learn from; empty for a row that is known to hold none and is passed over. */
  Optional<Dialogue> dialogue();

  /** {@code {"messages": [{"role": "user", "content": "..."}, ...]}}. */
  record Messages(List<Message> messages) implements Row {
    @Override
    public Optional<Dialogue> dialogue() {
      return Optional.of(new Dialogue(messages));
    }

    private static Row of(JsonNode list) {
      if (!list.isArray()) {
        throw new InvalidInputException(
            "messages is not a list: write [{\"role\": \"user\", \"content\": \"...\"}, ...]");
      }
      List<Message> messages = new ArrayList<>();
      for (JsonNode item : list) {
        messages.add(new Message(Role.of(text(item, "role")), text(item, "content")));
      }
      return new Messages(messages);
    }
  }

  /** {@code {"prompt": "...", "completion": "..."}}: a user's turn and its answer. */
  record PromptCompletion(String prompt, String completion) implements Row {
    @Override
    public Optional<Dialogue> dialogue() {
      return Optional.of(
          new Dialogue(
              List.of(new Message(Role.USER, prompt), new Message(Role.ASSISTANT, completion))));
    }
  }

  /**
   * The row of a line.
   *
   * @throws InvalidInputException when it is of no known kind; the message does not name the place
   */
  static Row of(String line) {
    JsonNode row = parse(line);
    if (row.has("messages")) {
      return Messages.of(row.get("messages"));
    } else if (row.has("prompt") && row.has("completion")) {
      return new PromptCompletion(text(row, "prompt"), text(row, "completion"));
    } else if (row.has("chosen")) {
      return Transcript.of(text(row, "chosen"));
    }
    throw new InvalidInputException(
        "the row has no answer to learn from: write messages, or prompt and completion, or chosen");
  }

  private static JsonNode parse(String line) {
    try {
      return Json.MAPPER.readValue(line, JsonNode.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "not a JSON object (%s): write one object on each line".formatted(e.getOriginalMessage()),
          e);
    }
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw new InvalidInputException(
          "%s is %s: write a text"
              .formatted(
                  field,
                  value.isMissingNode() ? "missing" : "a " + value.getNodeType().toString()));
    }
    return value.asText();
  }

  /** How lines are parsed: a name twice, or anything after the object, is a mistake. */
  final class Json {
    private static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}
  }
}
