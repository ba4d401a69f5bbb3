package dev.rlhf.trainer.sft;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.bench.BenchCase;
import dev.rlhf.trainer.bench.Workload;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** An optimizer step of SFT on one batch. */
public final class SftWorkload implements Workload {

  private final BenchCase given;
  private final List<EncodedDialogue> batch;
  private final SftTrainer trainer;

  public SftWorkload(BenchCase given, NDManager manager) throws IOException {
    this.given = given;
    int prompt = given.number("prompt");
    batch = given.ids("dialogues").stream().map(ids -> dialogue(ids, prompt)).toList();
    trainer =
        new SftTrainer(
            HuggingFaceFolder.open(given.model()).load(manager),
            given.optimizer(),
            given.number("micro_batch"),
            Activations.KEPT,
            manager);
  }

  private static EncodedDialogue dialogue(long[] ids, int prompt) {
    return new EncodedDialogue(
        Arrays.stream(ids).mapToInt(Math::toIntExact).toArray(),
        IntStream.range(prompt, ids.length).toArray(),
        false);
  }

  @Override
  public void run() {
    trainer.step(batch, given.learningRate(), () -> false).orElseThrow();
  }

  @Override
  public void close() {
    trainer.close();
  }
}
