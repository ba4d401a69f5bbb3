package dev.rlhf.trainer.cli;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.ComputeDevice;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A verb that runs rows of a JSON lines file through a model; all input is checked beforehand. */
abstract class ModelCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Hugging Face model folder, or that of an adapter which a stage has learnt.")
  private Path model;

  @Mixin private BaseOption bases;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "F.jsonl",
      description = "JSON lines to read.")
  private Path input;

  @Option(
      names = "--output",
      paramLabel = "G.jsonl",
      description = "JSON lines to write; standard output if left out.")
  private Path output;

  @Mixin private HelpOption help;

  /** Field of an input row that holds text. */
  abstract String textField();

  /** Tokens that follow those of an input row. */
  abstract int newTokens();

  /** Refuses a model that the verb has no use for. */
  void check(HuggingFaceFolder folder) {}

  /** One output row for each input row; {@code tokenizer} is null where the folder has none. */
  abstract List<ObjectNode> run(
      HuggingFaceFolder folder, Transformer model, Tokenizer tokenizer, List<long[]> rows)
      throws IOException;

  @Override
  public Integer call() throws IOException {
    ComputeDevice device = ComputeDevice.of(System.getenv());
    HuggingFaceFolder folder = HuggingFaceFolder.open(model, bases.find());
    check(folder);
    checkOutput();
    try (Tokenizer tokenizer = tokenizer(folder)) {
      TokenRow row = new TokenRow(textField(), folder.config(), tokenizer, newTokens());
      List<long[]> rows = JsonLines.read(input, row::read);
      try (NDManager manager = device.manager();
          Transformer loaded = folder.load(manager)) {
        write(run(folder, loaded, tokenizer, rows));
      }
    }
    return ExitCode.DONE.code();
  }

  private static Tokenizer tokenizer(HuggingFaceFolder folder) throws IOException {
    boolean present = Tokenizer.isIn(folder.path());
    return present ? Tokenizer.open(folder.path(), folder.config().vocabSize()) : null;
  }

  private void checkOutput() {
    if (output != null && !Files.isDirectory(output.toAbsolutePath().getParent())) {
      throw new InvalidInputException("There is no folder for " + output + "; make it first.");
    }
  }

  private void write(List<ObjectNode> rows) throws IOException {
    if (output == null) {
      JsonLines.write(System.out, rows);
    } else {
      try (OutputStream file = Files.newOutputStream(output)) {
        JsonLines.write(file, rows);
      }
    }
  }
}
