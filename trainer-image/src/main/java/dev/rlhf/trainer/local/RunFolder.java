package dev.rlhf.trainer.local;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.Lineage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;

/**
 * The folder of a local run: what the volume of a run on a cluster holds, and beside it {@code
 * local}, which holds the rest.
 *
 * @param root an absolute path
 */
record RunFolder(Path root) {

  RunFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** What the run's checkpoints lie in, as a stage sees it. */
  CheckpointLayout layout() {
    return new CheckpointLayout(root);
  }

  Path checkpoints(RunIdentity run) {
    return root.resolve(run.folder());
  }

  /** The stages whose newest checkpoint is their last one. */
  Set<Stage> done(RunIdentity run) throws IOException {
    Set<Stage> done = EnumSet.noneOf(Stage.class);
    for (Stage stage : Stage.values()) {
      new Lineage(layout().stage(run, stage), run, stage, (folder, flaw) -> {})
          .newestUnread()
          .filter(checkpoint -> checkpoint.manifest().isFinal())
          .ifPresent(checkpoint -> done.add(stage));
    }
    return done;
  }

  /** Which run this is, and of which manifest. */
  Path run() {
    return local("run.json");
  }

  /** What was fetched for a run. */
  Path sources(RunIdentity run) {
    return local("sources-%s.json".formatted(run.uid()));
  }

  Path config(Stage stage) {
    return local(stage.id()).resolve("stage.yaml");
  }

  /** Not below the root: a process whose volume fails has to be able to say so. */
  static Path terminationLog(String pod) {
    return Path.of(System.getProperty("java.io.tmpdir")).resolve("rlhf-termination-log-" + pod);
  }

  /** The stage's processes that were started here, as far as they may still be at work. */
  ProcessNumbers processes(Stage stage) {
    return new ProcessNumbers(local(stage.id()).resolve("pids"));
  }

  /** What the stage's process wrote to its standard output and error. */
  Path output(Stage stage) {
    return local(stage.id()).resolve("output");
  }

  /**
   * Keeps other processes out until it is closed, or this process ends.
   *
   * @throws InvalidInputException when another one is at work here
   */
  FileChannel lock() throws IOException {
    Files.createDirectories(local(""));
    FileChannel channel =
        FileChannel.open(local("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (isTaken(channel)) {
      channel.close();
      throw new InvalidInputException(
          "another rlhf run is at work in %s: wait for it, or write --out with another folder"
              .formatted(root));
    }
    return channel;
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  private Path local(String name) {
    return root.resolve("local").resolve(name);
  }
}
