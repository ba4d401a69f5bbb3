package dev.rlhf.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/states.md} is what the code says; {@code -Drlhf.update=true} writes it anew. */
class StatesTest {
  private static final Path PAGE = Path.of("../docs/states.md");

  @Test
  void thePageSaysWhatTheCodeDoes() throws IOException {
    if (Boolean.getBoolean("rlhf.update")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page());
  }

  private static String page() {
    return """
        # States

        Written from the code: see "Generated files" in [CONTRIBUTING](../CONTRIBUTING.md). What each reason means, and what to do, is in [Operations](operations.md).

        ## Phases of a run

        | phase | may be followed by |
        |---|---|
        %s
        ## Phases of a stage

        | phase | may be followed by |
        |---|---|
        %s
        A phase that has ended is followed by another one only where `spec.restart` says so.

        ## Conditions and their reasons

        | condition | reasons |
        |---|---|
        %s
        ## How an attempt ends

        | reason | counts against |
        |---|---|
        %s"""
        .formatted(
            rows(
                Arrays.stream(RunPhase.values())
                    .map(phase -> row(phase.word(), words(phase.next())))),
            rows(
                Arrays.stream(StagePhase.values())
                    .map(phase -> row(word(phase), words(phase.next())))),
            rows(
                Stream.concat(
                    Arrays.stream(Standing.values())
                        .map(standing -> row(standing.condition(), reasons(standing))),
                    Stream.of(row(MemoryAdvice.CONDITION, advice())))),
            rows(Arrays.stream(EndReason.values()).map(end -> row(end.word(), budget(end)))));
  }

  private static String rows(Stream<String> rows) {
    return rows.collect(Collectors.joining());
  }

  private static String row(String word, String text) {
    return "| `%s` | %s |\n".formatted(word, text);
  }

  private static String words(Collection<? extends Enum<?>> phases) {
    return phases.stream().map(phase -> "`" + word(phase) + "`").collect(Collectors.joining(", "));
  }

  /** As it stands in the status. */
  private static String word(Enum<?> phase) {
    try {
      return phase
          .getDeclaringClass()
          .getField(phase.name())
          .getAnnotation(JsonProperty.class)
          .value();
    } catch (NoSuchFieldException e) {
      throw new AssertionError(e);
    }
  }

  private static String reasons(Standing standing) {
    return EnumSet.allOf(Reason.class).stream()
        .filter(reason -> reason.standing() == standing)
        .map(reason -> "`" + reason.word() + "`")
        .collect(Collectors.joining(", "));
  }

  private static String advice() {
    return Arrays.stream(MemoryAdvice.values())
        .map(advice -> "`%s` (%s)".formatted(advice.word(), advice.status()))
        .collect(Collectors.joining(", "));
  }

  private static String budget(EndReason end) {
    return end.failure()
        .map(
            failure ->
                switch (failure) {
                  case INVALID, GUARD, DEADLINE -> "nothing: the stage fails at once";
                  case DAMAGED -> "nothing: the stage waits until what it starts from is whole";
                  case ERROR -> "`retry.errors`, unless it brought a checkpoint";
                  case DISRUPTION -> "`retry.disruptions`, unless it brought a checkpoint";
                })
        .orElse("nothing");
  }
}
