package dev.rlhf.trainer.bench;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.trainer.generate.GenerationWorkload;
import dev.rlhf.trainer.ppo.IterationWorkload;
import dev.rlhf.trainer.ppo.UpdateWorkload;
import dev.rlhf.trainer.rm.RmWorkload;
import dev.rlhf.trainer.sft.SftWorkload;
import dev.rlhf.trainer.tensor.ComputeDevice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Our side of a benchmark: a process that lives as long as the other side's and does its work when
 * it is told to, so that both meet the same machine.
 *
 * <p>Lines of standard input name a case and a measure, or say "run"; each is answered by a line
 * with the seconds that it took. It computes where a stage would, by RLHF_DEVICE.
 */
public final class BenchWorker {

  private static final Map<String, Opener> WORKLOADS =
      Map.of(
          "sft_step", SftWorkload::new,
          "rm_step", RmWorkload::new,
          "generation_8", (given, manager) -> new GenerationWorkload(given, 8, manager),
          "generation_32", (given, manager) -> new GenerationWorkload(given, 32, manager),
          "ppo_update", UpdateWorkload::new,
          "ppo_iteration", IterationWorkload::new,
          "peak_memory", IterationWorkload::new,
          "checkpoint_save", CheckpointWorkload::saving,
          "checkpoint_load", CheckpointWorkload::loading);

  /** Makes the work of a case. */
  private interface Opener {
    Workload open(BenchCase given, NDManager manager) throws IOException;
  }

  private BenchWorker() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (NDManager manager = ComputeDevice.of(System.getenv()).manager();
        Workload workload = open(lines.readLine(), manager)) {
      answer(0);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long begin = System.nanoTime();
        workload.run();
        finish(manager);
        answer((System.nanoTime() - begin) / 1e9);
      }
    }
  }

  private static Workload open(String line, NDManager manager) throws IOException {
    JsonNode asked = new ObjectMapper().readTree(line);
    BenchCase given = BenchCase.read(Path.of(asked.get("case").asText()));
    return WORKLOADS.get(asked.get("measure").asText()).open(given, manager);
  }

  /** Waits for what was handed to a GPU: a number comes back after all that was asked before. */
  private static void finish(NDManager manager) {
    try (NDManager scope = manager.newSubManager()) {
      scope.zeros(new Shape(1)).toFloatArray();
    }
  }

  private static void answer(double seconds) {
    System.out.println("{\"seconds\": " + seconds + "}");
  }
}
