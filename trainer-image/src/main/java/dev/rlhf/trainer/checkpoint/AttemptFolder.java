package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.AttemptStart;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of one attempt at a stage.
 *
 * @param number of the attempt
 */
record AttemptFolder(Path path, int number) {
  private static final Pattern NAME = Pattern.compile("(\\d{1,9})-.+");
  private static final int LARGEST_START = 1 << 16;

  /** All that lie in a stage's folder. */
  static List<AttemptFolder> in(Path stage) throws IOException {
    List<AttemptFolder> attempts = new ArrayList<>();
    for (Path path : folders(stage)) {
      Matcher name = NAME.matcher(path.getFileName().toString());
      if (name.matches()) {
        attempts.add(new AttemptFolder(path, Integer.parseInt(name.group(1))));
      }
    }
    return attempts;
  }

  /** No links: whoever writes them decides what is behind them tomorrow. */
  private static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (var children = Files.list(parent)) {
      return children.filter(child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)).toList();
    }
  }

  String name() {
    return path.getFileName().toString();
  }

  /** The folders that have a checkpoint's name. */
  List<Path> steps() throws IOException {
    return folders(path).stream()
        .filter(folder -> CheckpointLayout.stepOf(folder).isPresent())
        .toList();
  }

  /** What writers leave that were cut off: folders under a temporary name. */
  List<Path> leftovers() throws IOException {
    return folders(path).stream()
        .filter(folder -> folder.getFileName().toString().startsWith(".step-"))
        .toList();
  }

  /** What the attempt said that it began with; empty where it did not come to that. */
  Optional<AttemptStart> start() {
    Path file = path.resolve(CheckpointLayout.BEGUN);
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              && Files.size(file) <= LARGEST_START
          ? Optional.of(Documents.read(Files.readAllBytes(file), AttemptStart.class))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Says what the attempt begins with. */
  static void begin(Path path, AttemptStart start) throws IOException {
    DurableFiles.write(
        path.resolve(CheckpointLayout.BEGUN),
        Documents.json(start).getBytes(StandardCharsets.UTF_8));
  }
}
