package dev.rlhf.trainer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakCheckTest {

  private static final double MIB = 1 << 20;

  @Test
  void stepsAndRolloutsLeaveNothingBehind(@TempDir Path folder) throws Exception {
    Process check =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ActiveProcessorCount=2",
                "-XX:+UseSerialGC",
                "-Xms128m",
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                LeakCheck.class.getName(),
                folder.toString(),
                "400",
                "80")
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(check.waitFor()).as(said).isZero();
    assertThat(said).contains("400 SFT steps, flat", "400 reward model", "80 PPO iterations, flat");
  }

  @Test
  void memoryThatGrowsWithEachStepIsALeak() {
    ResidentGrowth growth = new ResidentGrowth(samples(i -> 200 * MIB + i * MIB / 2));

    assertThat(growth.bytes()).isEqualTo(10 * MIB);
    assertThat(growth.isFlat()).isFalse();
    assertThat(growth).hasToString("a leak: resident memory grew by 10.0 MiB, to 215.0 MiB");
  }

  @Test
  void warmingUpAndShortPeaksAreNone() {
    ResidentGrowth growth =
        new ResidentGrowth(samples(i -> i < 8 ? 100 * MIB : i % 3 == 0 ? 400 * MIB : 200 * MIB));

    assertThat(growth.isFlat()).isTrue();
  }

  @Test
  void workThatKeepsMemoryIsFound() throws IOException {
    List<byte[]> kept = new ArrayList<>();
    Workload keeps =
        new Workload() {
          @Override
          public void run() {
            byte[] block = new byte[1 << 20];
            Arrays.fill(block, (byte) 1);
            kept.add(block);
          }

          @Override
          public void close() {}
        };

    assertThat(LeakCheck.repeat(80, keeps).isFlat()).isFalse();
    assertThat(kept).hasSize(80);
  }

  private static List<Double> samples(IntToDoubleFunction bytes) {
    return IntStream.range(0, 40).mapToDouble(bytes).boxed().toList();
  }
}
