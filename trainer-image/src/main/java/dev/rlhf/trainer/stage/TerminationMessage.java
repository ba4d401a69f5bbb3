package dev.rlhf.trainer.stage;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ProcessResult;
import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.contract.StageResult;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where Kubernetes looks for the last words of a container. */
public record TerminationMessage(Optional<Path> file) {
  private static final Logger LOG = LoggerFactory.getLogger(TerminationMessage.class);
  private static final MathContext DIGITS = new MathContext(4);
  private static final Path KUBERNETES_DEFAULT = Path.of("/dev/termination-log");

  /** The file that the environment names, else Kubernetes' own where it is there. */
  public static TerminationMessage of(Map<String, String> variables) {
    String named = variables.get(StageEnvironment.TERMINATION_LOG);
    if (named != null) {
      return new TerminationMessage(Optional.of(Path.of(named)));
    }
    return new TerminationMessage(Optional.of(KUBERNETES_DEFAULT).filter(Files::isWritable));
  }

  /** Writes a result; a failure is logged and no more. A stage's is shortened to what is kept. */
  public void write(ProcessResult result) {
    write(result instanceof StageResult ofStage ? fitting(ofStage) : bytes(result));
  }

  private void write(byte[] bytes) {
    if (file.isEmpty()) {
      return;
    }
    try {
      Files.write(file.get(), bytes);
    } catch (IOException e) {
      LOG.warn("the termination message cannot be written to {}: {}", file.get(), e.toString());
    }
  }

  /**
   * As much of a result as fits: first the figures' last digits go, then the figures, then the end
   * of the sentence.
   */
  static byte[] fitting(StageResult result) {
    byte[] most = bytes(result);
    if (most.length >= StageResult.MAX_BYTES) {
      most = bytes(with(result, result.message(), rounded(result.figures())));
    }
    if (most.length >= StageResult.MAX_BYTES) {
      most = bytes(with(result, result.message(), Map.of()));
    }
    for (int length = result.message().length();
        most.length >= StageResult.MAX_BYTES && length > 0;
        length /= 2) {
      most = bytes(with(result, result.message().substring(0, length) + " ...", Map.of()));
    }
    return most;
  }

  private static Map<String, Double> rounded(Map<String, Double> figures) {
    Map<String, Double> rounded = new TreeMap<>(figures);
    rounded.replaceAll(
        (name, value) ->
            value != null && Double.isFinite(value)
                ? new BigDecimal(value).round(DIGITS).doubleValue()
                : value);
    return rounded;
  }

  private static StageResult with(StageResult result, String message, Map<String, Double> figures) {
    return new StageResult(
        result.stage(),
        result.attempt(),
        result.pod(),
        result.outcome(),
        message,
        result.checkpoint(),
        result.resumedFrom(),
        result.parents(),
        result.data(),
        figures);
  }

  private static byte[] bytes(ProcessResult result) {
    return Documents.jsonLine(result).getBytes(StandardCharsets.UTF_8);
  }
}
