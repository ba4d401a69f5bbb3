package dev.rlhf.trainer.bench;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.ModelConfig;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Gives each folder of its arguments, which holds a language model's config.json, fresh weights in
 * {@code model}, and those of a reward model in {@code reward}.
 */
public final class FreshModels {

  private FreshModels() {}

  public static void main(String[] folders) throws IOException {
    try (NDManager manager = TorchRuntime.manager()) {
      for (String name : folders) {
        Path folder = Path.of(name);
        ObjectNode json =
            (ObjectNode) new ObjectMapper().readTree(folder.resolve("config.json").toFile());
        ModelConfig config = ModelConfig.parse(json);
        write(config, folder.resolve("model"), manager);
        write(config.rewardModel(0), folder.resolve("reward"), manager);
      }
    }
  }

  private static void write(ModelConfig config, Path folder, NDManager manager) throws IOException {
    try (Transformer model = Transformer.initialise(config, 1, manager)) {
      HuggingFaceFolder.writeModel(model, folder);
    }
  }
}
