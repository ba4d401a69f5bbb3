package dev.rlhf.trainer.fetch;

import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.contract.Digest;
import dev.rlhf.plan.FetchConfig.Wanted;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.DurableFiles;
import dev.rlhf.trainer.checkpoint.Leftovers;
import dev.rlhf.trainer.checkpoint.Space;
import dev.rlhf.trainer.service.Persistence;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The sources on a volume, each in a folder that is named after what is in it.
 *
 * <p>Runs may share a volume. Each fetches into a folder of its own and renames that when all of it
 * is there; who comes second finds the name taken by the very same content, and takes that.
 *
 * @param root of the volume
 *     <p>What a run began and was deleted over is deleted by the next one that fetches.
 * @param owner names the folder that nobody else writes to
 */
record SourceStore(Path root, String owner, Space space, Persistence.Pause pause, Clock clock) {
  private static final String FOLDER = "sources";
  private static final String FILES = "files";
  private static final int ID_CHARACTERS = 16;
  private static final int NAME_CHARACTERS = 60;

  private static final Pattern BEGUN = Pattern.compile("\\..+\\." + Leftovers.OWNER);

  /** A source in its place. */
  record Kept(String path, String digest) {}

  /** Brings a source here, unless it is here already. */
  Kept keep(Wanted wanted, Remote remote, Listing listing) throws IOException {
    Path place = root.resolve(FOLDER).resolve(name(wanted, listing));
    if (!Files.isDirectory(place)) {
      new Leftovers(place.getParent(), BEGUN, clock).sweep();
      fetch(remote, listing, place);
    }
    String path = root.relativize(place.resolve(FILES).resolve(listing.main())).toString();
    return new Kept(path, verified(place).digest());
  }

  /** Readable at its beginning, and unlike that of every other content. */
  private static String name(Wanted wanted, Listing listing) {
    StringBuilder content = new StringBuilder(listing.revision());
    listing.files().forEach(file -> content.append('\n').append(file.key()));
    String id = Digest.of(content.toString()).substring(0, ID_CHARACTERS);
    String readable =
        wanted
            .uri()
            .replaceFirst("^(hf://(datasets/)?|s3://)", "")
            .replaceFirst("@.*", "")
            .replaceAll("[^A-Za-z0-9.]+", "-");
    return readable.substring(0, Math.min(readable.length(), NAME_CHARACTERS)) + "-" + id;
  }

  private void fetch(Remote remote, Listing listing, Path place) throws IOException {
    Path own = place.resolveSibling(".%s.%s".formatted(place.getFileName(), owner));
    Path folder = Files.createDirectories(own.resolve(FILES));
    checkRoom(folder, listing.bytes());
    Map<String, FileEntry> files = new TreeMap<>();
    for (RemoteFile file : listing.files()) {
      files.put(file.name(), new Download(remote, file, folder, pause).run());
    }
    DurableFiles.write(
        own.resolve(SourceManifest.FILE), new SourceManifest(listing.revision(), files).bytes());
    try {
      DurableFiles.publish(own, place);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(place)) {
        throw e;
      }
      DurableFiles.delete(own);
    }
  }

  /** A volume that is too small is known before the first byte. */
  private void checkRoom(Path folder, long bytes) throws IOException {
    long there = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        there += Files.size(file);
      }
    }
    long free = space.free(folder);
    if (free < bytes - there) {
      throw new InvalidInputException(
          "it takes %.1f MiB and the checkpoint volume has %.1f MiB left: free some, or take a larger volume"
              .formatted((bytes - there) / Space.MIB, free / Space.MIB));
    }
  }

  private static SourceManifest verified(Path place) throws IOException {
    SourceManifest manifest = SourceManifest.read(place.resolve(SourceManifest.FILE));
    for (Map.Entry<String, FileEntry> file : manifest.files().entrySet()) {
      Path path = place.resolve(FILES).resolve(file.getKey());
      if (!file.getValue().isOf(path)) {
        throw new InvalidInputException(
            "%s is not what was fetched any more: delete the folder %s to have it fetched anew"
                .formatted(path, place));
      }
    }
    return manifest;
  }
}
