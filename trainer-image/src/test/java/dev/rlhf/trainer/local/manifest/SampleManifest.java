package dev.rlhf.trainer.local.manifest;

import dev.rlhf.manifest.RLHFRunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A manifest that has all data, around a documentation page's sample of a spec's other parts. */
public record SampleManifest(Path folder) {
  private static final String RUN =
      """
      apiVersion: rlhf.dev/v1alpha1
      kind: RLHFRun
      metadata: {name: fern}
      spec:
        model: {uri: "file://model"}
        data:
          demonstrations: {uri: "file://sft.jsonl"}
          preferences: {uri: "file://pairs.jsonl"}
          prompts: {uri: "file://prompts.jsonl"}
      """;

  /**
   * What an API server would accept.
   *
   * @param parts of the spec, as far indented as its fields are
   */
  public RLHFRunSpec spec(String parts) throws IOException {
    return ManifestFile.read(Files.writeString(folder.resolve("run.yaml"), RUN + parts)).spec();
  }
}
