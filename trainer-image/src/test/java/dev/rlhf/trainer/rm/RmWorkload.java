package dev.rlhf.trainer.rm;

import ai.djl.ndarray.NDManager;
import dev.rlhf.manifest.InitFrom;
import dev.rlhf.manifest.LmLossOn;
import dev.rlhf.plan.RmSettings;
import dev.rlhf.trainer.bench.BenchCase;
import dev.rlhf.trainer.bench.Workload;
import dev.rlhf.trainer.data.EncodedPair;
import dev.rlhf.trainer.model.Adaptation;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** An optimizer step of the reward model on one batch of pairs, without a language-model loss. */
public final class RmWorkload implements Workload {

  private final BenchCase given;
  private final List<EncodedPair> batch;
  private final RmTrainer trainer;

  public RmWorkload(BenchCase given, NDManager manager) throws IOException {
    this.given = given;
    List<long[]> ids = given.ids("pairs");
    batch =
        IntStream.range(0, ids.size() / 2)
            .mapToObj(i -> new EncodedPair(dialogue(ids.get(2 * i)), dialogue(ids.get(2 * i + 1))))
            .toList();
    RmSettings settings =
        new RmSettings(
            InitFrom.SFT,
            0,
            LmLossOn.ANSWER,
            1,
            batch.size(),
            given.number("pair_micro_batch"),
            given.learningRate(),
            given.optimizer(),
            2048,
            null,
            null,
            null);
    trainer =
        RmTrainer.start(
            HuggingFaceFolder.open(given.model()), 0, 1, settings, Adaptation.none(), manager);
  }

  private static EncodedDialogue dialogue(long[] ids) {
    return new EncodedDialogue(
        Arrays.stream(ids).mapToInt(Math::toIntExact).toArray(), new int[0], false);
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
