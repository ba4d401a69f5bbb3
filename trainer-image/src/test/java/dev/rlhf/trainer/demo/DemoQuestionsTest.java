package dev.rlhf.trainer.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoQuestionsTest {
  private static final World WORLD = World.load();

  @TempDir Path folder;
  private final List<JsonNode> rows = new ArrayList<>();

  @BeforeEach
  void make() throws IOException {
    DemoQuestions.write(1, folder.resolve("rows.jsonl"));
    for (String line : Files.readAllLines(folder.resolve("rows.jsonl"))) {
      rows.add(new ObjectMapper().readTree(line));
    }
  }

  @Test
  void whatTheKeyNamesHelpsAndNothingElseDoes() {
    KnownSentences known = new KnownSentences(WORLD);

    assertThat(rows).hasSize(200);
    for (JsonNode row : rows) {
      Request about = about(row.get("question").asText());
      List<Integer> helpful =
          IntStream.range(0, row.get("choices").size())
              .filter(
                  i ->
                      known.kind(about, row.get("choices").get(i).asText()) == SentenceKind.HELPFUL)
              .boxed()
              .toList();
      assertThat(helpful).containsExactly(row.get("answer").asInt());
    }
  }

  @Test
  void everyChoiceNamesTheThingThatIsAskedAbout() {
    for (JsonNode row : rows) {
      String thing = about(row.get("question").asText()).thing();
      assertThat(row.get("choices")).allMatch(choice -> choice.asText().contains(thing));
    }
  }

  /** Else one who always takes the first, or the longest, would know more than chance. */
  @Test
  void neitherPlaceNorLengthTellsTheRightOne() {
    for (int place = 0; place < 4; place++) {
      int here = place;
      assertThat(rows.stream().filter(row -> row.get("answer").asInt() == here))
          .hasSizeBetween(30, 70);
    }
    assertThat(rows.stream().filter(row -> longest(row) == row.get("answer").asInt()))
        .hasSizeBetween(30, 70);
  }

  @Test
  void nobodyIsTaughtTheQuestions() {
    List<String> asked = rows.stream().map(row -> row.get("question").asText()).toList();

    for (Split part : Split.values()) {
      assertThat(WORLD.requests(part)).noneMatch(request -> asked.contains(request.text()));
    }
  }

  private static int longest(JsonNode row) {
    return IntStream.range(0, 4)
        .boxed()
        .max((a, b) -> Integer.compare(length(row, a), length(row, b)))
        .orElseThrow();
  }

  private static int length(JsonNode row, int choice) {
    return row.get("choices").get(choice).asText().length();
  }

  private static Request about(String question) {
    return WORLD.activities().stream()
        .flatMap(
            a -> a.things().stream().map(thing -> new Request(a, thing, "What about the {thing}?")))
        .filter(request -> request.text().equals(question))
        .findFirst()
        .orElseThrow();
  }
}
