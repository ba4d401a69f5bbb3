package dev.rlhf.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NamesTest {
  private static final String LONGEST_RUN = "r".repeat(40);
  private static final int MOST_ATTEMPTS = 9999;
  private static final int POD_SUFFIX = 6;
  private static final int DNS_LABEL = 63;

  @ParameterizedTest
  @EnumSource(Stage.class)
  void theLongestDerivedNameIsADnsLabelEvenForAPod(Stage stage) {
    List<String> longest =
        List.of(
            Names.resultJob(LONGEST_RUN, stage, MOST_ATTEMPTS),
            Names.verifyJob(LONGEST_RUN, stage, MOST_ATTEMPTS));

    assertThat(longest).allMatch(name -> name.length() + POD_SUFFIX <= DNS_LABEL);
    assertThat(Names.claim(LONGEST_RUN)).hasSizeLessThanOrEqualTo(DNS_LABEL);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void attemptsDifferByName(Stage stage) {
    assertThat(Names.job("run", stage, 1)).isEqualTo("run-" + stage.id() + "-1");
    assertThat(Names.job("run", stage, 2)).isNotEqualTo(Names.job("run", stage, 1));
  }
}
