package dev.rlhf.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The families of models that are known: what their config.json calls them, and how it is read.
 *
 * <p>A new family is a line here, and a reader of its keys; a decoder of its own where no known one
 * has its formulas.
 */
public enum Family {
  LLAMA("llama", "LlamaForCausalLM", "LlamaForSequenceClassification", Llama::read),
  MISTRAL("mistral", "MistralForCausalLM", "MistralForSequenceClassification", Mistral::read),
  QWEN2("qwen2", "Qwen2ForCausalLM", "Qwen2ForSequenceClassification", Qwen::readQwen2),
  QWEN3("qwen3", "Qwen3ForCausalLM", "Qwen3ForSequenceClassification", Qwen::readQwen3),
  GPT_NEOX(
      "gpt_neox", "GPTNeoXForCausalLM", "GPTNeoXForSequenceClassification", GptNeoXConfig::read),
  GPT2("gpt2", "GPT2LMHeadModel", "GPT2ForSequenceClassification", Gpt2Config::read);

  private final String id;
  private final String languageModel;
  private final String rewardModel;
  private final Function<ConfigKeys, DecoderConfig> reader;

  Family(
      String id,
      String languageModel,
      String rewardModel,
      Function<ConfigKeys, DecoderConfig> reader) {
    this.id = id;
    this.languageModel = languageModel;
    this.rewardModel = rewardModel;
    this.reader = reader;
  }

  /** The {@code model_type} in config.json. */
  public String id() {
    return id;
  }

  /** The name in {@code architectures} of config.json. */
  public String className(Architecture architecture) {
    return switch (architecture) {
      case LANGUAGE_MODEL -> languageModel;
      case REWARD_MODEL -> rewardModel;
    };
  }

  /** Reads the keys of the decoder. */
  DecoderConfig decoder(ConfigKeys keys) {
    return reader.apply(keys);
  }

  /** The family that {@code model_type} names, or, in old folders without it, the architecture. */
  static Family read(ConfigKeys keys) {
    JsonNode type = keys.take("model_type");
    JsonNode classes = keys.take("architectures");
    if (type.isNull() && !classes.isNull()) {
      return find(family -> family.classNames().anyMatch(classes.path(0).asText()::equals))
          .orElseThrow(
              () ->
                  keys.refused(
                      "architectures", classes, "the known ones are " + names(Family::classNames)));
    }
    return find(family -> family.id.equals(type.asText()))
        .orElseThrow(
            () ->
                keys.refused(
                    "model_type",
                    type,
                    "the known families are " + names(family -> Stream.of(family.id))));
  }

  private static Optional<Family> find(Predicate<Family> wanted) {
    return Arrays.stream(values()).filter(wanted).findFirst();
  }

  private static String names(Function<Family, Stream<String>> of) {
    return Arrays.stream(values()).flatMap(of).collect(Collectors.joining(", "));
  }

  private Stream<String> classNames() {
    return Arrays.stream(Architecture.values()).map(this::className);
  }
}
