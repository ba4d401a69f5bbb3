package dev.rlhf.trainer.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.model.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A byte-level tokenizer that knows the words of the demo's world, and can spell any other.
 *
 * @param vocabulary tokens, each at the place of its id: special ones, bytes, merged ones
 */
record DemoTokenizer(List<String> vocabulary, List<BytePairs.Pair> merges) {
  static final String PAD = "<|pad|>";
  static final String END = "<|end|>";

  private static final List<String> SPECIAL =
      List.of(PAD, END, "<|system|>", "<|user|>", "<|assistant|>");
  private static final int MAX_VOCABULARY = 1024;
  private static final String CHAT_TEMPLATE =
      "{% for message in messages %}"
          + "{{ '<|' + message['role'] + '|>' + message['content'] }}"
          + "{% if message['role'] == 'assistant' %}{{ eos_token }}{% endif %}"
          + "{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The tokenizer of the whole world, the same for every seed. */
  static DemoTokenizer learn() {
    List<String> vocabulary = new ArrayList<>(SPECIAL);
    vocabulary.addAll(ByteAlphabet.all());
    List<BytePairs.Pair> merges =
        BytePairs.learn(World.load().sentences(), MAX_VOCABULARY - vocabulary.size());
    merges.forEach(pair -> vocabulary.add(pair.merged()));
    return new DemoTokenizer(List.copyOf(vocabulary), merges);
  }

  int id(String token) {
    return vocabulary.indexOf(token);
  }

  /** Writes tokenizer.json and tokenizer_config.json, as Hugging Face's libraries read them. */
  void write(Path folder, int maxPositions) throws IOException {
    JsonFile.write(folder.resolve("tokenizer.json"), tokenizer());
    JsonFile.write(folder.resolve("tokenizer_config.json"), config(maxPositions));
  }

  private ObjectNode tokenizer() {
    ObjectNode json = JSON.createObjectNode().put("version", "1.0");
    json.putNull("truncation").putNull("padding").set("added_tokens", addedTokens());
    json.putNull("normalizer").set("pre_tokenizer", byteLevel());
    json.putNull("post_processor").set("decoder", byteLevel());
    json.set("model", model());
    return json;
  }

  private ArrayNode addedTokens() {
    ArrayNode added = JSON.createArrayNode();
    SPECIAL.forEach(
        token ->
            added
                .addObject()
                .put("id", id(token))
                .put("content", token)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true));
    return added;
  }

  private static ObjectNode byteLevel() {
    return JSON.createObjectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  private ObjectNode model() {
    ObjectNode model = JSON.createObjectNode().put("type", "BPE");
    model.putNull("dropout").putNull("unk_token").putNull("continuing_subword_prefix");
    model.putNull("end_of_word_suffix").put("fuse_unk", false).put("byte_fallback", false);
    ObjectNode ids = model.putObject("vocab");
    vocabulary.forEach(token -> ids.put(token, ids.size()));
    ArrayNode rules = model.putArray("merges");
    merges.forEach(pair -> rules.add(pair.left() + " " + pair.right()));
    return model;
  }

  private static ObjectNode config(int maxPositions) {
    ObjectNode config =
        JSON.createObjectNode()
            .put("tokenizer_class", "PreTrainedTokenizerFast")
            .put("eos_token", END)
            .put("pad_token", PAD)
            .put("model_max_length", maxPositions)
            .put("clean_up_tokenization_spaces", false)
            .put("chat_template", CHAT_TEMPLATE);
    ArrayNode turns = config.putArray("additional_special_tokens");
    SPECIAL.stream().filter(t -> !t.equals(PAD) && !t.equals(END)).forEach(turns::add);
    return config;
  }
}
