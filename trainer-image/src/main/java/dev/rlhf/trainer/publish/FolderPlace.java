package dev.rlhf.trainer.publish;

import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.trainer.checkpoint.DurableFiles;
import dev.rlhf.trainer.checkpoint.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of a volume. It has its name only once it is whole; what was cut off goes on.
 *
 * @param owner names the folder beside it that nobody else writes to
 */
record FolderPlace(Path target, String owner, Clock clock) implements Place {
  private static final Pattern BEGUN = Pattern.compile("\\..+\\." + Leftovers.OWNER + "\\.partial");

  @Override
  public boolean isTaken() throws IOException {
    if (!Files.isDirectory(target)) {
      return Files.exists(target);
    }
    try (Stream<Path> files = Files.list(target)) {
      return files.findAny().isPresent();
    }
  }

  @Override
  public Optional<PublishedManifest> manifest() {
    try {
      return PublishedManifest.of(Files.readAllBytes(target.resolve(PublishedManifest.FILE)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean holds(String name, FileEntry file) throws IOException {
    return file.isOf(target.resolve(name));
  }

  @Override
  public boolean put(FinalModel model) throws IOException {
    Path own = target.resolveSibling(".%s.%s.partial".formatted(target.getFileName(), owner));
    new Leftovers(own.getParent(), BEGUN, clock).sweep();
    Files.createDirectories(own);
    for (Map.Entry<String, FileEntry> file : model.files().entrySet()) {
      copy(model.file(file.getKey()), own.resolve(file.getKey()), file.getValue());
    }
    DurableFiles.write(own.resolve(PublishedManifest.FILE), model.manifest().bytes());
    DurableFiles.publish(own, target);
    return true;
  }

  private static void copy(Path from, Path to, FileEntry entry) throws IOException {
    if (entry.isOf(to)) {
      return;
    }
    Path part = to.resolveSibling("." + to.getFileName() + ".part");
    Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
    if (!entry.isOf(part)) {
      throw new IOException("the copy of %s holds other bytes than it".formatted(from));
    }
    DurableFiles.publish(part, to);
  }
}
