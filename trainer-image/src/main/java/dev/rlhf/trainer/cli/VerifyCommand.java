package dev.rlhf.trainer.cli;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.Ancestry;
import dev.rlhf.trainer.checkpoint.CheckpointIndex;
import dev.rlhf.trainer.checkpoint.Finding;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The {@code verify} verb. */
@Command(
    name = "verify",
    description = {
      "Checks a checkpoint wherever it lies, copied or moved, from its own manifest: no file more,"
          + " less or other.",
      "Ends with 0 when all is whole, 64 when there is no such folder, 65 when something is damaged,"
          + " 66 when a parent is not found."
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final String ROLE = "checkpoint";

  /** Attempt, stage and run are above a checkpoint's folder. */
  private static final int UP_TO_RUN = 3;

  private static final int WHOLE = 0;
  private static final int DAMAGED = 65;
  private static final int NOT_FOUND = 66;

  @Parameters(paramLabel = "FOLDER", description = "A checkpoint's folder, step-<n>.")
  private Path folder;

  @Option(
      names = "--lineage",
      description = "Check what it descends from, too, down to the base model.")
  private boolean lineage;

  @Option(
      names = "--in",
      paramLabel = "DIR",
      description =
          "Where to look for parents, all folders below; the run's folder that the checkpoint lies in if left out.")
  private List<Path> places = new ArrayList<>();

  @Option(names = "--json", description = "Write what was found as JSON.")
  private boolean json;

  @Mixin private HelpOption help;

  @Override
  public Integer call() throws IOException {
    Stream.concat(Stream.of(folder), places.stream()).forEach(VerifyCommand::requireFolder);
    Path place = folder.toAbsolutePath().normalize();
    Finding shown =
        lineage
            ? new Ancestry(CheckpointIndex.of(places(place))).of(ROLE, place)
            : Ancestry.alone(ROLE, place);
    if (json) {
      System.out.println(Documents.json(shown));
    } else {
      print(shown, System.out);
    }
    return status(shown);
  }

  private static void requireFolder(Path path) {
    if (!Files.isDirectory(path)) {
      throw new InvalidInputException("there is no folder " + path + ": name one that is there");
    }
  }

  /** A checkpoint that was copied out of its run says where its parents were, and no more. */
  private List<Path> places(Path checkpoint) {
    boolean inItsRun =
        CheckpointLayout.attemptOf(checkpoint).isPresent() && checkpoint.getNameCount() > UP_TO_RUN;
    return places.isEmpty() && inItsRun
        ? List.of(checkpoint.resolve("../../..").normalize())
        : places;
  }

  private static void print(Finding shown, PrintStream out) {
    shown
        .all()
        .distinct()
        .forEach(
            found -> {
              out.printf("%-10s %-15s %s%n", found.role(), word(found), describe(found));
              if (found.digest() != null) {
                out.printf("%-10s digest %s%n", "", found.digest());
              }
            });
  }

  private static String word(Finding found) {
    return found.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String describe(Finding found) {
    if (found.message() != null) {
      return found.folder() == null ? found.message() : found.folder() + ": " + found.message();
    }
    return found.stage() == null
        ? found.folder()
        : "%s step %d of %d, %s"
            .formatted(found.stage().id(), found.step(), found.totalSteps(), found.folder());
  }

  private static int status(Finding shown) {
    if (shown.all().anyMatch(found -> found.state() == Finding.State.DAMAGED)) {
      return DAMAGED;
    }
    return shown.all().anyMatch(found -> found.state() == Finding.State.NOT_FOUND)
        ? NOT_FOUND
        : WHOLE;
  }
}
