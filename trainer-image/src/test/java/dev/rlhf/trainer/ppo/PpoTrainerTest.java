package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.Documents;
import dev.rlhf.trainer.model.TinyLlama;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PpoTrainerTest {

  private static final List<long[]> PROMPTS =
      List.of(new long[] {3, 4}, new long[] {5}, new long[] {6, 7, 8});

  private static final String EVERY_OPTION =
      ", klTarget: 0.001, klHorizon: 50, rewardShaping: scale, missingEosPenalty: 0.5,"
          + " importanceSampling: reference, entropyCoefficient: 0.01, ptxCoefficient: 0.5,"
          + " ptxBatchSize: 2";

  private static final Clock STILL = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private final NDManager manager = TorchRuntime.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void anIterationThatIsGivenUpIsMadeLaterAsIfItHadNotBeen() throws IOException {
    PpoTrainer straight = trainer();
    PpoTrainer interrupted = trainer();
    // Given up at each of the moments at which it asks: drawing, scoring, in and between steps.
    int asked = 0;
    while (step(interrupted, 1, after(asked)).isEmpty()) {
      asked++;
    }

    assertThat(asked).isGreaterThan(4);
    step(straight, 1, () -> false);
    assertThat(timeless(interrupted, 2)).isEqualTo(timeless(straight, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", EVERY_OPTION, ", criticWarmupSteps: 1"})
  void aCheckpointHoldsTheIterationThatHasBeenBegun(String options, @TempDir Path folder)
      throws IOException {
    PpoTrainer straight = trainer(models(), options);
    List<Map<PpoFigure, Double>> whole = List.of(timeless(straight, 1), timeless(straight, 2));
    int begun = 0;
    for (int asked = 0; ; asked += 3) {
      PpoModels models = models();
      PpoTrainer before = trainer(models, options);
      if (step(before, 1, after(asked)).isPresent()) {
        break;
      }
      Path saved = folder.resolve("" + asked);
      before.save(saved);
      PpoTrainer after = trainer(models, options);
      after.restore(saved);

      assertThat(List.of(timeless(after, 1), timeless(after, 2)))
          .as(saved.toString())
          .isEqualTo(whole);
      begun += Files.exists(saved.resolve("trainer/lesson.json")) ? 1 : 0;
    }
    assertThat(begun).isGreaterThan(1);
  }

  /**
   * In the policy's first micro-batch of an iteration and in its last, or that of its texts: the
   * critic has taken its half of the step then.
   *
   * @param questions asked in the policy's first micro-batch and after it
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''|10", EVERY_OPTION + "|14", ", criticWarmupSteps: 1|10"})
  void aStepThatIsGivenUpBetweenItsHalvesEndsWithTheSameBytes(
      String options, int questions, @TempDir Path folder) throws IOException {
    PpoModels straight = models();
    PpoTrainer whole = trainer(straight, options);
    timeless(whole, 1);
    AtomicInteger asked = new AtomicInteger();
    step(whole, 2, () -> asked.incrementAndGet() == 0).orElseThrow();
    Map<String, ByteBuffer> bytes = bytes(whole, straight, folder.resolve("whole"));
    for (int moment : List.of(asked.get() - questions, asked.get() - 1)) {
      for (boolean resumes : List.of(true, false)) {
        PpoModels models = models();
        PpoTrainer before = trainer(models, options);
        timeless(before, 1);
        assertThat(step(before, 2, after(moment))).isEmpty();
        Path saved = folder.resolve(moment + "-" + resumes);
        before.save(saved);
        PpoTrainer after = resumes ? trainer(models, options) : before;
        if (resumes) {
          after.restore(saved);
        }
        timeless(after, 2);

        assertBetweenHalves(saved);
        assertThat(bytes(after, models, saved.resolve("end"))).as("%s", saved).isEqualTo(bytes);
      }
    }
  }

  private static void assertBetweenHalves(Path saved) throws IOException {
    byte[] lesson = Files.readAllBytes(saved.resolve("trainer/lesson.json"));
    UpdateLog log = Documents.read(lesson, Lesson.class).log();
    assertThat(log.errors()).hasSize(log.gains().size() + 1);
  }

  /** Weights that learn, and all else that a checkpoint holds. */
  private static Map<String, ByteBuffer> bytes(PpoTrainer trainer, PpoModels models, Path folder)
      throws IOException {
    Map<String, ByteBuffer> bytes = new TreeMap<>();
    models.policy().learnt().forEach((name, w) -> bytes.put("policy " + name, w.toByteBuffer()));
    models.critic().learnt().forEach((name, w) -> bytes.put("critic " + name, w.toByteBuffer()));
    trainer.save(folder);
    try (var files = Files.list(folder.resolve("trainer"))) {
      for (Path file : files.toList()) {
        bytes.put(file.getFileName().toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
      }
    }
    return bytes;
  }

  @Test
  void theControllerGoesOnFromTheLastIteration() throws IOException {
    PpoTrainer trainer = trainer(models(), ", klTarget: 0.001, klHorizon: 50");
    Map<PpoFigure, Double> first = timeless(trainer, 1);
    Map<PpoFigure, Double> second = timeless(trainer, 2);

    // Of six answers, far below the target: 0.05 * (1 - 0.2 * 6 / 50).
    assertThat(first.get(PpoFigure.KL_COEFFICIENT)).isEqualTo(0.05);
    assertThat(second.get(PpoFigure.KL_COEFFICIENT)).isEqualTo(0.05 * (1 - 0.2 * 6 / 50));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", EVERY_OPTION})
  void recomputedActivationsChangeNoBit(String options) throws IOException {
    PpoTrainer kept = trainer(models(), options);
    PpoTrainer recomputing = trainer(models(), options + ", activationCheckpointing: true");

    for (int number = 1; number <= 3; number++) {
      assertThat(timeless(recomputing, number)).isEqualTo(timeless(kept, number));
    }
  }

  @Test
  void eachOptionChangesWhatIsLearnt() throws IOException {
    Map<PpoFigure, Double> plain = secondIteration("");
    for (String option :
        List.of(
            "rewardShaping: scale",
            "rewardShaping: none",
            "rewardClip: 0.1",
            "missingEosPenalty: 5",
            "advantageNormalization: true",
            "advantageClip: 0.01",
            "valueClip: 0.0001",
            "entropyCoefficient: 1",
            "ptxCoefficient: 1",
            "klTarget: 0.001, klHorizon: 2, klCoefficient: 50")) {
      assertThat(secondIteration(", " + option)).as(option).isNotEqualTo(plain);
    }
    assertThat(secondIteration(", importanceSampling: reference"))
        .doesNotContainKey(PpoFigure.FIRST_MINIBATCH_RATIO_DEVIATION)
        .extractingByKey(PpoFigure.POLICY_LOSS)
        .isNotEqualTo(plain.get(PpoFigure.POLICY_LOSS));
    assertThat(plain).doesNotContainKey(PpoFigure.PTX_LOSS);
    assertThat(secondIteration(", ptxCoefficient: 1")).containsKey(PpoFigure.PTX_LOSS);
  }

  private Map<PpoFigure, Double> secondIteration(String options) throws IOException {
    PpoTrainer trainer = trainer(models(), options);
    timeless(trainer, 1);
    return timeless(trainer, 2);
  }

  /** Both models' losses are means: of one token, of one answer, they are that one's. */
  @Test
  void oneAnswerIsABatch() throws IOException {
    PpoTrainer trainer =
        trainer(models(), ", rolloutBatchSize: 1, batchSize: 1, advantageNormalization: true");

    for (int number = 1; number <= 3; number++) {
      assertThat(timeless(trainer, number).values()).allMatch(Double::isFinite);
    }
  }

  @Test
  void answersOfOneTokenAreLearntFrom() throws IOException {
    PpoTrainer trainer = trainer(models(), ", maxResponseLength: 1");

    assertThat(timeless(trainer, 1)).containsEntry(PpoFigure.RESPONSE_LENGTH, 1.0);
    assertThat(timeless(trainer, 2).values()).allMatch(Double::isFinite);
  }

  /** A reward model of nothing but zeros likes every answer alike. */
  @Test
  void equalRewardsTeachNothingAndBreakNothing() throws IOException {
    PpoModels models = models();
    NDArray head = models.reward().parameters().get("score.weight");
    head.muli(0);
    Map<PpoFigure, Double> figures = timeless(trainer(models, ""), 1);

    assertThat(figures)
        .containsEntry(PpoFigure.REWARD_STD, 0.0)
        .containsEntry(PpoFigure.REWARD_NORMALIZED, 0.0)
        .containsEntry(PpoFigure.REWARD_SKEWNESS, 0.0);
    assertThat(figures.values()).allMatch(Double::isFinite);
  }

  @Test
  void answersAndTheirFiguresAreAFunctionOfTheSeed() throws IOException {
    assertThat(timeless(trainer(), 1)).isEqualTo(timeless(trainer(), 1));
  }

  /** Says yes when it is asked once more than so often. */
  private static BooleanSupplier after(int questions) {
    int[] left = {questions};
    return () -> left[0]-- == 0;
  }

  private static Optional<Iteration> step(PpoTrainer trainer, long number, BooleanSupplier givenUp)
      throws IOException {
    return trainer.step(number, PROMPTS, List.of(), givenUp, new Stopwatch(STILL));
  }

  /** A clock that stands still tells no times. */
  private static Map<PpoFigure, Double> timeless(PpoTrainer trainer, long number)
      throws IOException {
    return step(trainer, number, () -> false).orElseThrow().figures();
  }

  private PpoModels models() throws IOException {
    return new PpoModels(
        TinyLlama.model(true, manager),
        TinyLlama.model(true, manager),
        TinyLlama.rewardModel(5, manager),
        TinyLlama.rewardModel(5, manager));
  }

  private PpoTrainer trainer() throws IOException {
    return trainer(models());
  }

  private PpoTrainer trainer(PpoModels models) {
    return trainer(models, "");
  }

  private PpoTrainer trainer(PpoModels models, String fields) {
    String all = "criticWarmupSteps: 0, maxLength: 60" + fields;
    List<EncodedDialogue> texts =
        List.of(PtxMixTest.text(3, 17, 5, 2), PtxMixTest.text(8, 2), PtxMixTest.text(9, 9, 2));
    return PpoFixture.trainer(PpoFixture.settings(all), models, texts, manager);
  }
}
