package dev.rlhf.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.manifest.RLHFRunSpec;
import org.junit.jupiter.api.Test;

class RevisionTest {
  private static final String BEGUN =
      "{'seed': 1, 'checkpoints': {'keep': 3}, 'stages': {'sft': {'epochs': 2}, 'ppo': {'steps': 9}}}";

  private static RLHFRunSpec spec(String json) throws JsonProcessingException {
    return new ObjectMapper().readValue(json.replace('\'', '"'), RLHFRunSpec.class);
  }

  private static String edited(Stage stage, String from, String to) throws JsonProcessingException {
    return Revision.of(spec(BEGUN.replace(from, to)), stage);
  }

  @Test
  void anEditOfAStageIsARevisionOfThatStageAlone() throws JsonProcessingException {
    RLHFRunSpec begun = spec(BEGUN);

    assertThat(edited(Stage.SFT, "'epochs': 2", "'epochs': 3"))
        .isNotEqualTo(Revision.of(begun, Stage.SFT))
        .matches("[0-9a-f]{8}");
    assertThat(edited(Stage.PPO, "'epochs': 2", "'epochs': 3"))
        .isEqualTo(Revision.of(begun, Stage.PPO));
    assertThat(edited(Stage.PPO, "'keep': 3", "'keep': 4"))
        .isNotEqualTo(Revision.of(begun, Stage.PPO));
  }

  @Test
  void whatMayNotChangeAndWhatOnlyThePodIsMadeFromIsNoneOfIt() throws JsonProcessingException {
    String begun = Revision.of(spec(BEGUN), Stage.SFT);

    assertThat(edited(Stage.SFT, "'seed': 1", "'seed': 2")).isEqualTo(begun);
    assertThat(edited(Stage.SFT, "'epochs': 2", "'epochs': 2, 'batchSize': 4")).isEqualTo(begun);
    assertThat(edited(Stage.SFT, "'epochs': 2", "'epochs': 2, 'podTemplate': {'metadata': {}}"))
        .isEqualTo(begun);
    assertThat(edited(Stage.SFT, "'keep': 3", "'keep': 3, 'retain': 'Delete'")).isEqualTo(begun);
  }

  /** So that a field which a later version knows makes no revision by itself. */
  @Test
  void whatIsLeftOutIsNotThere() throws JsonProcessingException {
    assertThat(edited(Stage.SFT, "'epochs': 2", "'epochs': 2, 'optimizer': null"))
        .isEqualTo(Revision.of(spec(BEGUN), Stage.SFT));
    assertThat(edited(Stage.SFT, "'epochs': 2", "'epochs': 2, 'optimizer': {'beta1': 0.8}"))
        .isNotEqualTo(edited(Stage.SFT, "'epochs': 2", "'epochs': 2, 'optimizer': {'beta2': 0.8}"));
  }
}
