package dev.rlhf.trainer.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.model.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ids by which a model starts, ends and pads a sequence.
 *
 * <p>Each comes from generation_config.json, else from config.json, else from the token that
 * tokenizer_config.json names, as transformers does.
 *
 * @param endOfSequence all ids that end an answer; may be empty
 */
public record SpecialTokens(
    OptionalLong beginOfSequence, Set<Long> endOfSequence, OptionalLong padding) {

  public SpecialTokens {
    endOfSequence = Set.copyOf(endOfSequence);
  }

  public static SpecialTokens read(Path folder) throws IOException {
    return new SpecialTokens(
        first(ids(folder, "bos_token")), ids(folder, "eos_token"), first(ids(folder, "pad_token")));
  }

  private static TreeSet<Long> ids(Path folder, String token) throws IOException {
    for (String name : new String[] {"generation_config.json", "config.json"}) {
      Path file = folder.resolve(name);
      JsonNode value = JsonFile.readIfPresent(file).path(token + "_id");
      if (!value.isMissingNode() && !value.isNull()) {
        return ids(file, token, value);
      }
    }
    return idsOfText(folder, token);
  }

  private static TreeSet<Long> ids(Path file, String token, JsonNode value) {
    TreeSet<Long> ids = new TreeSet<>();
    for (JsonNode id : value.isArray() ? value : List.of(value)) {
      if (!id.isIntegralNumber()) {
        throw new InvalidInputException(
            "%s: %s_id is %s; write a token id or a list of them.".formatted(file, token, value));
      }
      ids.add(id.asLong());
    }
    return ids;
  }

  private static TreeSet<Long> idsOfText(Path folder, String token) throws IOException {
    TreeSet<Long> ids = new TreeSet<>();
    JsonNode named = JsonFile.readIfPresent(folder.resolve("tokenizer_config.json")).path(token);
    String text = named.isObject() ? named.path("content").asText() : named.asText();
    Path tokenizer = folder.resolve("tokenizer.json");
    if (text.isEmpty() || !Files.exists(tokenizer)) {
      return ids;
    }
    ObjectNode json = JsonFile.read(tokenizer);
    for (JsonNode added : json.path("added_tokens")) {
      if (added.path("content").asText().equals(text)) {
        ids.add(added.path("id").asLong());
      }
    }
    JsonNode vocabulary = json.path("model").path("vocab").path(text);
    if (ids.isEmpty() && vocabulary.isIntegralNumber()) {
      ids.add(vocabulary.asLong());
    }
    return ids;
  }

  private static OptionalLong first(TreeSet<Long> ids) {
    return ids.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ids.first());
  }
}
