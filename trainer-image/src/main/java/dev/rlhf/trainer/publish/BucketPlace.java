package dev.rlhf.trainer.publish;

import dev.rlhf.contract.CheckpointManifest.FileEntry;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of an object store. Nothing can be renamed there: {@code lineage.json} comes last, and
 * the model is whole once it is there. Objects that are there already are taken where they hold the
 * very same bytes, and never written over.
 *
 * @param partBytes of a file that is sent in several parts
 */
record BucketPlace(ObjectFolder folder, int partBytes) implements Place {
  private static final Logger LOG = LoggerFactory.getLogger(BucketPlace.class);

  @Override
  public boolean isTaken() throws IOException {
    return manifest().isPresent();
  }

  @Override
  public Optional<PublishedManifest> manifest() throws IOException {
    return folder.read(PublishedManifest.FILE).flatMap(PublishedManifest::of);
  }

  @Override
  public boolean holds(String name, FileEntry file) throws IOException {
    return folder.holds(name, file);
  }

  @Override
  public boolean put(FinalModel model) throws IOException {
    Set<String> there = folder.names();
    Set<String> foreign = new TreeSet<>(there);
    foreign.removeAll(model.files().keySet());
    if (!foreign.isEmpty()) {
      throw model.outOfPlace("something else (%s)".formatted(foreign.iterator().next()));
    }
    for (Map.Entry<String, FileEntry> file : model.files().entrySet()) {
      String name = file.getKey();
      if (there.contains(name) && folder.holds(name, file.getValue())) {
        LOG.info("{} is there already", name);
      } else if (there.contains(name) || !send(model, name, file.getValue())) {
        throw model.outOfPlace("another %s".formatted(name));
      }
    }
    return folder.create(PublishedManifest.FILE, model.manifest().bytes());
  }

  private boolean send(FinalModel model, String name, FileEntry file) throws IOException {
    return new Upload(folder, name, model.file(name), file, partBytes).run();
  }

  @Override
  public void close() {
    folder.client().close();
  }
}
