package dev.rlhf.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rlhf.plan.FetchConfig;
import dev.rlhf.plan.PublishConfig;
import dev.rlhf.plan.StageConfig;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The texts of the contract: {@code stage.yaml}, {@code manifest.json}, {@code result.json}.
 *
 * <p>Writing is deterministic: equal values give equal bytes, so a digest of the text identifies
 * the value. Reading refuses fields that are not known.
 */
public final class Documents {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();
  private static final ObjectMapper COMPACT =
      JSON.copy().disable(SerializationFeature.INDENT_OUTPUT);
  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                  .build())
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Documents() {}

  /** The text of {@code stage.yaml}. */
  public static String yaml(StageConfig config) {
    return write(YAML, config);
  }

  /**
   * Reads {@code stage.yaml}.
   *
   * @throws JsonProcessingException when the text does not hold a stage's configuration
   */
  public static StageConfig stageConfig(String yaml) throws JsonProcessingException {
    return YAML.readValue(yaml, StageConfig.class);
  }

  /** The text of {@code fetch.yaml}. */
  public static String yaml(FetchConfig config) {
    return write(YAML, config);
  }

  /**
   * Reads {@code fetch.yaml}.
   *
   * @throws JsonProcessingException when the text does not say what to fetch
   */
  public static FetchConfig fetchConfig(String yaml) throws JsonProcessingException {
    return YAML.readValue(yaml, FetchConfig.class);
  }

  /** The text of {@code publish.yaml}. */
  public static String yaml(PublishConfig config) {
    return write(YAML, config);
  }

  /**
   * Reads {@code publish.yaml}.
   *
   * @throws JsonProcessingException when the text does not say what to publish
   */
  public static PublishConfig publishConfig(String yaml) throws JsonProcessingException {
    return YAML.readValue(yaml, PublishConfig.class);
  }

  /** A document as indented JSON. */
  public static String json(Object document) {
    return write(JSON, document);
  }

  /** A document as JSON on one line. */
  public static String jsonLine(Object document) {
    return write(COMPACT, document);
  }

  /**
   * Reads a document from JSON.
   *
   * @throws IOException when the bytes do not hold one
   */
  public static <T> T read(byte[] json, Class<T> type) throws IOException {
    return JSON.readValue(json, type);
  }

  private static String write(ObjectMapper mapper, Object document) {
    try {
      return mapper.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
