package dev.rlhf.trainer.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rlhf.contract.Documents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code figures.jsonl}: one line of figures for each step, the steps ascending. */
public final class FiguresFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FiguresFile.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STEP = "step";

  private final FileChannel channel;

  /** Begins a new file. */
  public FiguresFile(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Takes over an earlier attempt's lines up to a step, as far as it left whole ones and the disk
   * gives them: a step is not made again for its figures.
   */
  public void copy(Path earlier, long upToStep) throws IOException {
    long taken = 0;
    for (String line : lines(earlier)) {
      long step = row(line).path(STEP).asLong();
      if (step > 0 && step <= upToStep) {
        write(line);
        taken++;
      }
    }
    if (taken < upToStep) {
      LOG.warn(
          "{} has figures of {} of the first {} steps: the others are lost",
          earlier,
          taken,
          upToStep);
    }
  }

  /**
   * The lines of a file that are whole; none where the disk does not give it, or it is not there.
   */
  public static List<JsonNode> rows(Path file) {
    return lines(file).stream().map(FiguresFile::row).filter(JsonNode::isObject).toList();
  }

  /** As many lines as can be read; what is no text becomes lines that are no figures. */
  private static List<String> lines(Path file) {
    try {
      return Files.exists(file)
          ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()
          : List.of();
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", file, e.toString());
      return List.of();
    }
  }

  private static JsonNode row(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException torn) {
      return MissingNode.getInstance();
    }
  }

  /** Adds a line. */
  public void add(long step, Map<? extends Figure, Double> figures) throws IOException {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(STEP, step);
    figures.forEach((figure, value) -> row.put(figure.id(), value));
    write(Documents.jsonLine(row));
  }

  private void write(String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Brings the lines to the disk, where they must be before the checkpoint of their step is. */
  public void sync() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
