package dev.rlhf.trainer.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.ndarray.NDManager;
import com.sun.management.ThreadMXBean;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.DamagedCheckpointException;
import dev.rlhf.trainer.checkpoint.Provenance;
import dev.rlhf.trainer.checkpoint.SmallestStage;
import dev.rlhf.trainer.checkpoint.Verification;
import dev.rlhf.trainer.checkpoint.Written;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.sft.SftFixture;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.DialogueEncoder;
import dev.rlhf.trainer.tokens.SpecialTokens;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders that somebody damaged, or made to do harm: each is refused by one clear sentence, before
 * memory is asked for that a sound one would not need. What a case draws is a function of its seed.
 */
class HostileFoldersTest {
  private static final int EACH = 8;
  private static final long MOST_BYTES = 16L << 20;
  private static final int LONGEST_MESSAGE = 1000;

  @TempDir Path root;

  static Stream<Arguments> models() {
    return cases(HostileModel.values());
  }

  static Stream<Arguments> checkpoints() {
    return cases(HostileCheckpoint.values());
  }

  private static Stream<Arguments> cases(Object[] ways) {
    return Stream.of(ways)
        .flatMap(way -> IntStream.range(0, EACH).mapToObj(seed -> Arguments.of(way, seed)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelIsRefusedByOneSentence(HostileModel way, int seed) throws IOException {
    Path folder = SftFixture.copyModel(root);
    way.spoil(folder, new SplittableRandom(seed));

    assertRefused(InvalidInputException.class, () -> use(folder));
  }

  /** All that a stage does before its first step. */
  private static void use(Path folder) throws IOException {
    HuggingFaceFolder opened = HuggingFaceFolder.open(folder);
    try (Tokenizer tokenizer = Tokenizer.open(folder, opened.config().vocabSize())) {
      SpecialTokens.read(folder);
      DialogueEncoder.of(folder, tokenizer, ChatFormat.TOKENIZER, 96);
    }
    try (NDManager manager = TorchRuntime.manager()) {
      opened.load(manager).close();
    }
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void aCheckpointIsFoundToBeDamaged(HostileCheckpoint way, int seed) throws IOException {
    StageConfig config =
        new SftFixture(root).config(ChatFormat.TOKENIZER, 5, SftFixture.settings());
    Provenance provenance = SmallestStage.provenance(config, "pod", Map.of());
    Path folder =
        new Written(root, provenance, 9)
            .write(5, 9, made -> Files.writeString(made.resolve(HostileFiles.WEIGHTS), "weights"))
            .folder();
    way.spoil(folder, new SplittableRandom(seed));

    assertRefused(DamagedCheckpointException.class, () -> Verification.of(folder));
    assertThat(folder).exists();
  }

  private static void assertRefused(Class<? extends Exception> type, ThrowingCallable use) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Throwable refusal = catchThrowable(use);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(refusal).isInstanceOf(type);
    assertThat(refusal.getMessage()).hasLineCount(1).hasSizeLessThan(LONGEST_MESSAGE);
    assertThat(allocated).isLessThan(MOST_BYTES);
  }
}
