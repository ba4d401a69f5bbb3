package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a model folder and writes it again, for the interop checks; with a seed, fresh weights. */
public final class FolderWriter {

  private FolderWriter() {}

  public static void main(String[] arguments) throws IOException {
    HuggingFaceFolder source = HuggingFaceFolder.open(Path.of(arguments[0]));
    try (NDManager manager = TorchRuntime.manager();
        Transformer model =
            arguments.length == 2
                ? source.load(manager)
                : Transformer.initialise(source.config(), Long.parseLong(arguments[2]), manager)) {
      source.write(model, Path.of(arguments[1]));
    }
  }
}
