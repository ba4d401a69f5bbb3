package dev.rlhf.contract;

import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where things lie on the checkpoint volume.
 *
 * <pre>
 * &lt;root&gt;/&lt;run&gt;-&lt;short uid&gt;/&lt;stage&gt;/&lt;attempt&gt;-&lt;pod uid&gt;/step-&lt;n&gt;/manifest.json
 * </pre>
 *
 * A process writes only below its own attempt's folder: a shared file system cannot fence.
 */
public record CheckpointLayout(Path root) {
  /** In a step's folder: what the checkpoint holds; written last. */
  public static final String MANIFEST = "manifest.json";

  /** In a step's folder: the {@code stage.yaml} that it was made with. */
  public static final String CONFIG = "trainer/stage.yaml";

  /** In a step's folder, where that holds an adapter in place of a model's weights. */
  public static final String ADAPTER = "adapter_config.json";

  /** In an attempt's folder: what the attempt began with. */
  public static final String BEGUN = "begun.json";

  /** In an attempt's folder: how the attempt ended. */
  public static final String RESULT = "result.json";

  /** In an attempt's folder: one line of figures for each step. */
  public static final String FIGURES = "figures.jsonl";

  /** In an attempt's folder: texts that the model made. */
  public static final String SAMPLES = "samples.jsonl";

  /** In an attempt's folder: what the process logged. */
  public static final String LOG = "log";

  private static final Pattern ATTEMPT = Pattern.compile("(\\d{1,9})-.+");
  private static final Pattern STEP = Pattern.compile("step-(\\d{1,18})");

  /** The folder of one stage; every attempt has its own below it. */
  public Path stage(RunIdentity run, Stage stage) {
    return root.resolve(run.folder()).resolve(stage.id());
  }

  /** The only folder that this attempt's process writes to. */
  public Path attempt(RunIdentity run, Stage stage, int attempt, String podUid) {
    return stage(run, stage).resolve(attempt + "-" + podUid);
  }

  /** The folder of a checkpoint in an attempt's folder. */
  public static Path step(Path attemptFolder, long step) {
    return attemptFolder.resolve("step-" + step);
  }

  /** The step of a checkpoint's folder; empty for any other folder, temporary ones too. */
  public static OptionalLong stepOf(Path folder) {
    Matcher name = STEP.matcher(folder.getFileName().toString());
    return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
  }

  /** The attempt that wrote a checkpoint; empty where its folder does not lie in an attempt's. */
  public static OptionalInt attemptOf(Path checkpoint) {
    Path folder = checkpoint.getParent();
    Matcher name = ATTEMPT.matcher(folder == null ? "" : folder.getFileName().toString());
    return name.matches() ? OptionalInt.of(Integer.parseInt(name.group(1))) : OptionalInt.empty();
  }
}
