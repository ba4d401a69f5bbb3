package dev.rlhf.trainer.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.CheckpointManifest.Change;
import dev.rlhf.trainer.local.LineageReport.Model;
import dev.rlhf.trainer.local.LineageReport.StageEntry;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A run's lineage for people, the base model first. */
public record LineageText(LineageReport report) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIGURES = 8;

  /** Prints all of it. */
  public void print(PrintStream out) {
    out.printf("run %s, uid %s%n", report.run().name(), report.run().uid());
    report.models().forEach(model -> print(out, model));
    report.stages().forEach(stage -> print(out, stage));
  }

  private static void print(PrintStream out, Model model) {
    out.printf("%n%-5s  %s%n", model.role(), model.uri() == null ? "" : model.uri());
    line(out, "digest", model.digest());
  }

  private static void print(PrintStream out, StageEntry stage) {
    out.printf(
        "%n%-5s  step %d of %d, attempt %d: %s%n",
        stage.stage().id(), stage.step(), stage.totalSteps(), stage.attempt(), stage.folder());
    line(out, "digest", stage.digest());
    stage.parents().forEach((role, digest) -> line(out, "from", role + " " + digest));
    stage.data().forEach((name, digest) -> line(out, "data", name + " " + digest));
    line(out, "config", stage.configDigest());
    if (stage.config() != null) {
      line(out, "", settings(stage));
    }
    for (Change change : stage.changes()) {
      line(
          out,
          "changed",
          "after step %d, by attempt %d: %s"
              .formatted(change.step(), change.attempt(), String.join(", ", change.fields())));
    }
    if (stage.figures() != null) {
      line(out, "figures", figures(stage));
    }
  }

  private static void line(PrintStream out, String what, String value) {
    out.printf("       %-8s %s%n", what, value);
  }

  private static String settings(StageEntry stage) {
    List<String> settings = new ArrayList<>(List.of("seed " + stage.config().seed()));
    flatten("", JSON.valueToTree(stage.config().settings()), settings);
    return String.join(", ", settings);
  }

  private static void flatten(String prefix, JsonNode fields, List<String> into) {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (field.getValue().isObject()) {
        flatten(prefix + field.getKey() + ".", field.getValue(), into);
      } else {
        into.add(prefix + field.getKey() + " " + field.getValue());
      }
    }
  }

  /** The telling ones; of a stage that has a table of its own, the first. */
  private static String figures(StageEntry stage) {
    List<String> telling = TellingFigures.of(stage.stage());
    return stage.figures().properties().stream()
        .filter(figure -> telling.isEmpty() || telling.contains(figure.getKey()))
        .filter(figure -> !figure.getKey().equals("step"))
        .limit(FIGURES)
        .map(
            figure ->
                String.format(
                    Locale.ROOT, "%s %.4f", figure.getKey(), figure.getValue().asDouble()))
        .collect(Collectors.joining(", "));
  }
}
