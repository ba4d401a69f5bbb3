package dev.rlhf.trainer.bench;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.optim.AdamWSettings;
import dev.rlhf.trainer.optim.Optimizer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A model's weights and its optimizer's moments, to synced files or from them. */
final class CheckpointWorkload implements Workload {

  private final BenchCase given;
  private final NDManager manager;
  private final Transformer model;
  private final Optimizer optimizer;
  private final boolean loads;
  private final Path weights;
  private final Path moments;

  private CheckpointWorkload(BenchCase given, NDManager manager, boolean loads) throws IOException {
    this.given = given;
    this.manager = manager;
    this.loads = loads;
    model = HuggingFaceFolder.open(given.model()).load(manager);
    optimizer = optimizer(model);
    Path folder = Files.createDirectories(given.scratch().resolve("ours"));
    weights = folder.resolve("model.safetensors");
    moments = folder.resolve("optimizer.safetensors");
    save();
  }

  /** Times saving. */
  static Workload saving(BenchCase given, NDManager manager) throws IOException {
    return new CheckpointWorkload(given, manager, false);
  }

  /** Times loading. */
  static Workload loading(BenchCase given, NDManager manager) throws IOException {
    return new CheckpointWorkload(given, manager, true);
  }

  private Optimizer optimizer(Transformer of) {
    return new Optimizer(of.parameters(), AdamWSettings.of(given.optimizer()), manager);
  }

  @Override
  public void run() throws IOException {
    if (loads) {
      load();
    } else {
      save();
    }
  }

  private void save() throws IOException {
    for (Path file : List.of(weights, moments)) {
      Files.deleteIfExists(file);
    }
    HuggingFaceFolder.writeModel(model, weights.getParent());
    optimizer.save(moments);
    for (Path file : List.of(weights, moments)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  /** As a stage goes on: a model from the folder, and its optimizer with what was saved. */
  private void load() throws IOException {
    try (Transformer loaded = HuggingFaceFolder.open(weights.getParent()).load(manager);
        Optimizer restored = optimizer(loaded)) {
      restored.restore(moments);
    }
  }

  @Override
  public void close() {
    optimizer.close();
    model.close();
  }
}
