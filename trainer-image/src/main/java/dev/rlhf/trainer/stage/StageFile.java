package dev.rlhf.trainer.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rlhf.contract.Documents;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code stage.yaml}, read.
 *
 * @param yaml its text
 */
public record StageFile(StageConfig config, String yaml) {

  /**
   * Reads the file of a stage.
   *
   * @throws InvalidInputException when it is missing, wrong or that of another stage
   */
  public static StageFile read(Path file, Stage stage) {
    StageFile read = read(file);
    if (read.config().stage() != stage) {
      throw new InvalidInputException(
          "%s is for stage %s, not for %s: run that one"
              .formatted(file, read.config().stage().id(), stage.id()));
    }
    return read;
  }

  /**
   * Reads the file of any stage.
   *
   * @throws InvalidInputException when it is missing or wrong
   */
  public static StageFile read(Path file) {
    try {
      String yaml = Files.readString(file);
      return new StageFile(Documents.stageConfig(yaml), yaml);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "%s is not a stage's configuration (%s): write it as docs/stage-contract.md has it"
              .formatted(file, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s cannot be read: name a stage.yaml with --config".formatted(file), e);
    }
  }
}
