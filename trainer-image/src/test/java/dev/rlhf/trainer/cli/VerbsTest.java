package dev.rlhf.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.trainer.Spoken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerbsTest {

  private static final String TEXT_MODEL = "src/test/resources/parity/text";
  private static final String TOKEN_MODEL = "src/test/resources/parity/plain";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void scoresTextsAndTokensInTheOrderOfTheInput() throws IOException {
    Path input = input("{'tokens': [5]}", "", "{'text': 'the cat sat on the mat'}");
    Spoken ended = Spoken.by("score", "--model", TEXT_MODEL, "--input", input.toString());

    assertThat(ended.status()).isZero();
    List<JsonNode> rows = rows(ended.out());
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).toString()).isEqualTo("{\"tokens\":[5],\"logprobs\":[]}");
    assertThat(rows.get(1).get("tokens").get(0).asInt()).isEqualTo(1);
    assertThat(rows.get(1).get("logprobs").size()).isEqualTo(rows.get(1).get("tokens").size() - 1);
  }

  @Test
  void generatesTokensAndTextIntoAFile() throws IOException {
    JsonNode expected = expected(TEXT_MODEL).get(2);
    Path input = input("{'prompt': '" + expected.get("text").asText() + "'}");
    Path output = folder.resolve("out.jsonl");
    Spoken ended =
        Spoken.by(
            "generate",
            "--model",
            TEXT_MODEL,
            "--input",
            input.toString(),
            "--output",
            output.toString(),
            "--max-new-tokens",
            "12");

    assertThat(ended.status()).isZero();
    assertThat(ended.out()).isEmpty();
    JsonNode row = rows(Files.readString(output)).get(0);
    assertThat(row.get("tokens")).isEqualTo(expected.get("greedy"));
    assertThat(row.get("text")).isEqualTo(expected.get("answer"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'tokens': [1, 64]} | tokens is [1,64]; write a list of ids from 0 to 63.",
        "{'tokens': [1, -1]} | tokens is [1,-1]; write a list of ids from 0 to 63.",
        "{'tokens': [1.5]} | tokens is [1.5]; write a list of ids from 0 to 63.",
        "{'tokens': []} | it has no tokens; write at least one.",
        "{'tokens': [1], 'text': 'a'} | a row has either text or tokens; write one of them.",
        "{'prompt': 'a'} | a row has either text or tokens; write one of them.",
        "{'text': 'a'} | the model has no tokenizer.json; write tokens instead of text.",
        "[1] | not a JSON object; write one object per line.",
        "{'tokens': | not valid JSON: Unexpected end-of-input",
      })
  void namesFileAndLineOfABadRow(String row, String message) throws IOException {
    Path input = input("{'tokens': [1]}", "", row);
    Spoken ended = Spoken.by("score", "--model", TOKEN_MODEL, "--input", input.toString());

    assertThat(ended.status()).isEqualTo(64);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith(input + ":3: " + message).hasLineCount(1);
  }

  @Test
  void refusesMoreTokensThanTheModelHasPositions() throws IOException {
    Path input = input("{'tokens': [1, 2, 3]}");
    String[] arguments = {"generate", "--model", TOKEN_MODEL, "--input", input.toString()};
    Spoken ended = Spoken.by(append(arguments, "--max-new-tokens", "126"));
    Spoken huge = Spoken.by(append(arguments, "--max-new-tokens", "" + Integer.MAX_VALUE));

    assertThat(ended.status()).isEqualTo(64);
    assertThat(ended.err())
        .isEqualToIgnoringNewLines(
            input
                + ":1: it, with the new ones, takes 129 tokens, but the model has"
                + " positions for 128; shorten it.");
    assertThat(huge.status()).isEqualTo(64);
  }

  @Test
  void refusesInputThatIsNotUtf8() throws IOException {
    Path input = folder.resolve("latin.jsonl");
    Files.write(input, "{\"text\": \"café\"}\n".getBytes(StandardCharsets.ISO_8859_1));
    Spoken ended = Spoken.by("score", "--model", TEXT_MODEL, "--input", input.toString());

    assertThat(ended.status()).isEqualTo(64);
    assertThat(ended.err()).contains("it is not UTF-8");
  }

  @Test
  void refusesArgumentsInOneSentence() {
    assertThat(Spoken.by().err()).isEqualToIgnoringNewLines("Missing command (see rlhf --help).");
    Spoken missing = Spoken.by("score", "--model", TEXT_MODEL);
    assertThat(missing.status()).isEqualTo(64);
    assertThat(missing.err()).contains("--input").hasLineCount(1);
    Spoken gone = Spoken.by("score", "--model", "/nowhere", "--input", "x");
    assertThat(gone.status()).isEqualTo(64);
    assertThat(gone.err()).startsWith("There is no model folder /nowhere").hasLineCount(1);
  }

  private static String[] append(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private Path input(String... lines) throws IOException {
    String text = String.join("\n", lines).replace('\'', '"');
    return Files.writeString(folder.resolve("in.jsonl"), text);
  }

  private static List<JsonNode> rows(String lines) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  private static JsonNode expected(String model) throws IOException {
    return JSON.readTree(Path.of(model, "expected.json").toFile()).path("rows");
  }
}
