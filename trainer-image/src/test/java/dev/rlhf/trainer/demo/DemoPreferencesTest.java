package dev.rlhf.trainer.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPreferencesTest {
  private static final int ROWS = 2000;
  private static final Gold GOLD = new Gold();

  @TempDir Path folder;

  @Test
  void theHiddenRuleAgreesWithFourLabelsInFive() throws IOException {
    assertThat(agreement(rows(new DemoPreferences(Split.TRAINING, ROWS, false), 1)))
        .isBetween(0.78, 0.88);
  }

  @Test
  void shuffledLabelsAgreeByChance() throws IOException {
    assertThat(agreement(rows(new DemoPreferences(Split.TRAINING, ROWS, true), 1)))
        .isBetween(0.46, 0.54);
  }

  @Test
  void shufflingChangesLabelsOnly() throws IOException {
    List<JsonNode> labelled = rows(new DemoPreferences(Split.TRAINING, 200, false), 1);
    List<JsonNode> shuffled = rows(new DemoPreferences(Split.TRAINING, 200, true), 1);

    assertThat(shuffled).isNotEqualTo(labelled);
    assertThat(shuffled.stream().map(DemoPreferencesTest::answers))
        .containsExactlyElementsOf(labelled.stream().map(DemoPreferencesTest::answers).toList());
  }

  /**
   * Else a reward model could learn length in place of quality, and evaluation would not show it.
   */
  @Test
  void lengthDoesNotTellWhichIsBetter() throws IOException {
    List<JsonNode> rows = rows(new DemoPreferences(Split.TRAINING, ROWS, false), 1);

    double longer =
        rows.stream()
            .mapToInt(row -> Integer.signum(length(row, "chosen") - length(row, "rejected")))
            .sum();

    assertThat(0.5 + longer / (2 * ROWS)).isBetween(0.4, 0.6);
  }

  @Test
  void bothAnswersDiffer() throws IOException {
    assertThat(rows(new DemoPreferences(Split.HELD_OUT, 400, false), 7))
        .hasSize(400)
        .allSatisfy(row -> assertThat(row.get("chosen")).isNotEqualTo(row.get("rejected")));
  }

  @Test
  void heldOutPairsAskWhatNoOtherPairAsks() throws IOException {
    assertThat(prompts(rows(new DemoPreferences(Split.HELD_OUT, 400, false), 1)))
        .doesNotContainAnyElementsOf(
            prompts(rows(new DemoPreferences(Split.TRAINING, ROWS, false), 1)));
  }

  private List<JsonNode> rows(DemoPreferences preferences, long seed) throws IOException {
    Path file = folder.resolve(preferences + ".jsonl");
    preferences.write(seed, file);
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(new ObjectMapper().readTree(line));
    }
    return rows;
  }

  /** Of the pairs that the rule can tell apart, in how many it prefers the chosen one. */
  private static double agreement(List<JsonNode> rows) {
    return rows.stream()
        .mapToDouble(row -> gold(row, "chosen") - gold(row, "rejected"))
        .filter(margin -> margin != 0)
        .mapToInt(margin -> margin > 0 ? 1 : 0)
        .average()
        .orElseThrow();
  }

  private static double gold(JsonNode row, String side) {
    return GOLD.score(row.get("prompt").asText(), row.get(side).asText(), true);
  }

  private static int length(JsonNode row, String side) {
    return row.get(side).asText().length();
  }

  private static List<String> prompts(List<JsonNode> rows) {
    return rows.stream().map(row -> row.get("prompt").asText()).toList();
  }

  private static String answers(JsonNode row) {
    return Stream.of("chosen", "rejected")
        .map(side -> row.get(side).asText())
        .sorted()
        .collect(Collectors.joining(" / "));
  }
}
