package dev.rlhf.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of the documentation, by its name below docs. */
public record Page(String name) {

  /** Its samples in a language, at least one. */
  public List<String> samples(String language) throws IOException {
    Pattern fenced = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```");
    List<String> samples =
        fenced
            .matcher(Files.readString(Path.of("../docs", name)))
            .results()
            .map((MatchResult sample) -> sample.group(1))
            .toList();
    assertThat(samples).as("samples of %s in %s", name, language).isNotEmpty();
    return samples;
  }

  /** Its only sample in a language. */
  public String sample(String language) throws IOException {
    List<String> samples = samples(language);
    assertThat(samples).hasSize(1);
    return samples.get(0);
  }
}
