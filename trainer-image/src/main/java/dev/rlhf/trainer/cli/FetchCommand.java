package dev.rlhf.trainer.cli;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.FetchResult;
import dev.rlhf.contract.StageResult;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.fetch.Fetching;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** The {@code fetch} verb. */
@Command(
    name = "fetch",
    description = {
      "Fetches the sources of a run that a fetch.yaml names onto its checkpoint volume, and tells what"
          + " they are; what is there already is only verified.",
      "Secrets come from the variables HF_TOKEN, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and"
          + " AWS_SESSION_TOKEN."
    })
public final class FetchCommand extends ErrandCommand {

  @Override
  FetchResult result() {
    return told(fetched());
  }

  private FetchResult fetched() {
    try {
      return new FetchResult(
          ExitCode.DONE,
          "Every source is in its place.",
          new Fetching(read(Documents::fetchConfig), System::getenv).run());
    } catch (InvalidInputException e) {
      return new FetchResult(ExitCode.INVALID, e.getMessage(), List.of());
    } catch (IOException e) {
      return new FetchResult(ExitCode.ERROR, e.getMessage(), List.of());
    }
  }

  /** What nobody could read to its end is not begun to be told. */
  private static FetchResult told(FetchResult result) {
    return Documents.jsonLine(result).length() < StageResult.MAX_BYTES
        ? result
        : new FetchResult(
            ExitCode.INVALID,
            "the uris of all sources together are too long for a pod to tell: write shorter paths",
            List.of());
  }
}
