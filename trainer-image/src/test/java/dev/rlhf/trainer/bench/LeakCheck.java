package dev.rlhf.trainer.bench;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.metrics.ResidentMemory;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.ppo.IterationWorkload;
import dev.rlhf.trainer.rm.RmWorkload;
import dev.rlhf.trainer.sft.SftFixture;
import dev.rlhf.trainer.sft.SftWorkload;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Repeats the work of stages with a tiny model and tells whether resident memory stays flat.
 *
 * <p>Arguments: an empty folder, optimizer steps of SFT and of the reward model, PPO iterations of
 * four answers each. Its Java heap is to be fixed and touched from the start, so that only native
 * memory can grow. The exit status is 1 where it does.
 */
public final class LeakCheck {

  private static final int SAMPLES = 40;
  private static final int VOCABULARY = 300;

  private LeakCheck() {}

  public static void main(String[] arguments) throws IOException {
    BenchCase tiny = tiny(Path.of(arguments[0]));
    int steps = Integer.parseInt(arguments[1]);
    int rollouts = Integer.parseInt(arguments[2]);
    boolean flat = true;
    try (NDManager manager = TorchRuntime.manager()) {
      flat &= told("SFT steps", steps, new SftWorkload(tiny, manager));
      flat &= told("reward model steps", steps, new RmWorkload(tiny, manager));
      flat &= told("PPO iterations", rollouts, new IterationWorkload(tiny, manager));
    }
    System.exit(flat ? 0 : 1);
  }

  private static boolean told(String what, int times, Workload workload) throws IOException {
    try (workload) {
      ResidentGrowth growth = repeat(times, workload);
      System.out.printf("%d %s, %s%n", times, what, growth);
      return growth.isFlat();
    }
  }

  static ResidentGrowth repeat(int times, Workload workload) throws IOException {
    List<Double> samples = new ArrayList<>();
    for (int done = 1; done <= times; done++) {
      workload.run();
      if (done * SAMPLES / times > samples.size()) {
        System.gc();
        samples.add(ResidentMemory.bytes());
      }
    }
    return new ResidentGrowth(samples);
  }

  private static BenchCase tiny(Path folder) throws IOException {
    HuggingFaceFolder model = HuggingFaceFolder.open(SftFixture.MODEL);
    Path reward = folder.resolve("reward");
    try (NDManager manager = TorchRuntime.manager();
        Transformer scalar = model.loadUnderRewardHead(0, 1, manager)) {
      model.write(scalar, reward);
    }
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("model", model.path().toString()).put("reward", reward.toString());
    json.put("learning_rate", 1e-5).put("prompt", 3);
    json.put("micro_batch", 2).put("pair_micro_batch", 2).put("ppo_micro_batch", 2);
    json.put("ppo_epochs", 1).put("ppo_new_tokens", 8);
    ids(json.putArray("dialogues"), 4, 10);
    ids(json.putArray("pairs"), 4, 10);
    ids(json.putArray("ppo_prompts"), 4, 4);
    return new BenchCase(json);
  }

  private static void ids(ArrayNode rows, int count, int length) {
    for (int row = 0; row < count; row++) {
      ArrayNode ids = rows.addArray();
      for (int i = 0; i < length + row; i++) {
        ids.add((7 * row + 3 * i) % VOCABULARY);
      }
    }
  }
}
