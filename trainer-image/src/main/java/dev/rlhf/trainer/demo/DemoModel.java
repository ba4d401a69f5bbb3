package dev.rlhf.trainer.demo;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.JsonFile;
import dev.rlhf.trainer.model.ModelConfig;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;

/** A Llama model that has learnt nothing yet, small enough to be trained on a laptop. */
final class DemoModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_POSITIONS = 512;

  private DemoModel() {}

  /** Writes a Hugging Face folder; the weights are a pure function of the seed. */
  static void write(long seed, Path folder) throws IOException {
    DemoTokenizer tokenizer = DemoTokenizer.learn();
    ObjectNode config = config(tokenizer);
    try (NDManager manager = TorchRuntime.manager();
        Transformer model = Transformer.initialise(ModelConfig.parse(config), seed, manager)) {
      HuggingFaceFolder.writeModel(model, folder);
    }
    tokenizer.write(folder, MAX_POSITIONS);
    JsonFile.write(folder.resolve("generation_config.json"), ends(tokenizer));
  }

  private static ObjectNode config(DemoTokenizer tokenizer) {
    ObjectNode config = JSON.createObjectNode().put("model_type", "llama");
    config.putArray("architectures").add("LlamaForCausalLM");
    config
        .put("vocab_size", tokenizer.vocabulary().size())
        .put("hidden_size", 96)
        .put("intermediate_size", 256)
        .put("num_hidden_layers", 2)
        .put("num_attention_heads", 4)
        .put("num_key_value_heads", 4)
        .put("max_position_embeddings", MAX_POSITIONS)
        .put("rms_norm_eps", 1e-5)
        .put("rope_theta", 10_000.0)
        .put("hidden_act", "silu")
        .put("tie_word_embeddings", true)
        .put("initializer_range", 0.06)
        .putNull("bos_token_id");
    return config.setAll(ends(tokenizer));
  }

  private static ObjectNode ends(DemoTokenizer tokenizer) {
    return JSON.createObjectNode()
        .put("eos_token_id", tokenizer.id(DemoTokenizer.END))
        .put("pad_token_id", tokenizer.id(DemoTokenizer.PAD));
  }
}
