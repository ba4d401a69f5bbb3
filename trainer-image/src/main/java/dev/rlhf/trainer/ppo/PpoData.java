package dev.rlhf.trainer.ppo;

import dev.rlhf.contract.Digest;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.data.EncodedPrompt;
import dev.rlhf.trainer.data.Prompts;
import dev.rlhf.trainer.data.Texts;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.stage.Inputs;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.tokens.DialogueEncoder;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What PPO reads.
 *
 * @param heldOut prompts that validation asks; none without it
 * @param texts for the ptx mix; none without it
 * @param digests of the files, by name
 */
record PpoData(
    Prompts prompts,
    List<EncodedPrompt> heldOut,
    List<EncodedDialogue> texts,
    Map<String, String> digests) {
  private static final Logger LOG = LoggerFactory.getLogger(PpoData.class);

  static PpoData read(
      StageContext stage,
      Inputs inputs,
      HuggingFaceFolder policy,
      HuggingFaceFolder reward,
      Tokenizer tokenizer)
      throws IOException {
    StageConfig config = stage.config();
    PpoSettings settings = config.settings(PpoSettings.class);
    int maxLength =
        IntStream.of(
                settings.maxLength(),
                policy.config().maxPositions(),
                reward.config().maxPositions())
            .min()
            .getAsInt();
    DialogueEncoder encoder =
        DialogueEncoder.of(policy.path(), tokenizer, config.chatFormat(), maxLength);
    Map<String, String> digests = new TreeMap<>();
    Path rows = file(config, inputs, DataSet.PROMPTS, digests);
    int longest = maxLength - settings.maxResponseLength();
    Prompts prompts = Prompts.read(rows, encoder::encode, longest);
    LOG.info(
        "{} prompts of {}; {} lost their oldest turns to leave room for an answer",
        prompts.rows().size(),
        rows,
        prompts.shortened());
    stage.monitor().figure("prompts", prompts.rows().size());
    stage.monitor().figure("shortened_prompts", prompts.shortened());
    List<EncodedDialogue> texts = List.of();
    if (settings.ptxCoefficient() > 0) {
      Path file = file(config, inputs, DataSet.PRETRAINING, digests);
      texts = Texts.read(file, encoder::encodeText).pieces();
      LOG.info("{} pieces of pre-training texts of {}", texts.size(), file);
    }
    List<EncodedPrompt> heldOut = List.of();
    if (settings.validation() != null) {
      Path file = file(config, inputs, DataSet.VALIDATION, digests);
      List<EncodedPrompt> all = Prompts.read(file, encoder::encode, longest).rows();
      heldOut = all.subList(0, Math.min(settings.validation().samples(), all.size()));
      LOG.info("{} held-out prompts of {}", heldOut.size(), file);
    }
    return new PpoData(prompts, heldOut, texts, digests);
  }

  /** Every prompt that may be answered. */
  List<EncodedPrompt> asked() {
    return Stream.concat(prompts.rows().stream(), heldOut.stream()).toList();
  }

  List<long[]> heldOutIds() {
    return heldOut.stream().map(EncodedPrompt::ids).toList();
  }

  private static Path file(
      StageConfig config, Inputs inputs, DataSet set, Map<String, String> digests)
      throws IOException {
    Path file = inputs.data(config, set);
    digests.put(set.id(), Digest.of(file));
    return file;
  }
}
