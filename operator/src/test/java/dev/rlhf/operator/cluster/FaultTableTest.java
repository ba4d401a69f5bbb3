package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of faults in the manual names tests that there are. */
class FaultTableTest {
  private static final Path PAGE = Path.of("../docs/faults.md");
  private static final String HEADING = "## What the operator does about it";
  private static final List<String> PACKAGES =
      List.of(
          "dev.rlhf.operator",
          "dev.rlhf.operator.act",
          "dev.rlhf.operator.cluster",
          "dev.rlhf.operator.scale");
  private static final Pattern NAME = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  static Stream<String> rows() throws IOException {
    String page = Files.readString(PAGE);
    return page.substring(page.indexOf(HEADING) + HEADING.length())
        .split("\n## ")[0]
        .lines()
        .filter(line -> line.startsWith("| "))
        .skip(1);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachFaultHasATest(String row) {
    List<MatchResult> named = NAME.matcher(row.substring(row.lastIndexOf("| "))).results().toList();

    assertThat(named).isNotEmpty().allMatch(name -> isTest(name.group(1), name.group(2)));
  }

  @Test
  void noneIsLeftOut() throws IOException {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(16);
  }

  private static boolean isTest(String type, String name) {
    return PACKAGES.stream()
        .map(folder -> folder + "." + type)
        .flatMap(FaultTableTest::methods)
        .filter(method -> method.getName().equals(name))
        .anyMatch(
            method ->
                method.isAnnotationPresent(Test.class)
                    || method.isAnnotationPresent(ParameterizedTest.class));
  }

  private static Stream<Method> methods(String type) {
    try {
      return Arrays.stream(Class.forName(type).getDeclaredMethods());
    } catch (ClassNotFoundException e) {
      return Stream.empty();
    }
  }
}
