package dev.rlhf.trainer.rm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlhf.manifest.Precision;
import dev.rlhf.trainer.model.Adaptation;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.FloatTransfer;
import dev.rlhf.trainer.tensor.SafeTensorsFile;
import dev.rlhf.trainer.tensor.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A reward model in training: the classifier that is saved and, where the language-model loss needs
 * one of its own, the language model's head.
 *
 * <p>Where the embeddings are tied, they are that head. An untied one learns along, is no part of
 * the reward model's folder, and stands in the trainer's state; under an adapter it stands still.
 */
public final class RewardModel implements AutoCloseable {

  private static final String LANGUAGE_HEAD = "language_head.safetensors";

  private final Transformer model;
  private final Map<String, NDArray> languageHead;

  private RewardModel(Transformer model, Map<String, NDArray> languageHead) {
    this.model = model;
    this.languageHead = languageHead;
  }

  /**
   * A language model with a fresh reward head.
   *
   * @param padTokenId the token that pads batches
   * @param seed of the head
   * @param speaks whether there is a language-model loss
   * @param adaptation how it is to learn
   */
  public static RewardModel start(
      HuggingFaceFolder base,
      long padTokenId,
      long seed,
      boolean speaks,
      Adaptation adaptation,
      NDManager parent)
      throws IOException {
    base.expect(Architecture.LANGUAGE_MODEL);
    Transformer model = adaptation.of(base.loadUnderRewardHead(padTokenId, seed, parent));
    return new RewardModel(model, speaks ? base.loadLanguageHead(model.manager()) : Map.of());
  }

  /** Goes on from a checkpoint of a whole model: its folder, and what {@link #saveState} wrote. */
  public static RewardModel resume(
      Path checkpoint, Path state, Precision precision, NDManager parent) throws IOException {
    Transformer model =
        HuggingFaceFolder.open(checkpoint)
            .expect(Architecture.REWARD_MODEL)
            .load(parent)
            .in(precision);
    Path file = state.resolve(LANGUAGE_HEAD);
    return new RewardModel(model, Files.exists(file) ? read(file, model.manager()) : Map.of());
  }

  private static Map<String, NDArray> read(Path file, NDManager owner) throws IOException {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    try (SafeTensorsFile saved = SafeTensorsFile.open(file);
        FloatTransfer transfer = new FloatTransfer(owner)) {
      for (String name : saved.names()) {
        tensors.put(name, saved.read(name, transfer, owner));
      }
    }
    return tensors;
  }

  /** The classifier, which is the result. */
  public Transformer model() {
    return model;
  }

  /** All that learns, by name. */
  public Map<String, NDArray> learnt() {
    Map<String, NDArray> learnt = new LinkedHashMap<>(model.learnt());
    if (!model.isAdapted()) {
      learnt.putAll(languageHead);
    }
    return Collections.unmodifiableMap(learnt);
  }

  /** The argument {@code w} of formulas. */
  public Map<String, NDArray> weights() {
    Map<String, NDArray> weights = new LinkedHashMap<>(model.weights());
    weights.putAll(languageHead);
    return weights;
  }

  /** Writes what learns but is no part of the reward model's folder. */
  public void saveState(Path folder) throws IOException {
    if (!languageHead.isEmpty() && !model.isAdapted()) {
      SafeTensorsWriter.write(folder.resolve(LANGUAGE_HEAD), languageHead, model.manager());
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
