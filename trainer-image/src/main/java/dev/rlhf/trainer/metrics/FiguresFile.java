package dev.rlhf.trainer.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.Documents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code figures.jsonl}: one line of figures for each step, the steps ascending. */
public final class FiguresFile implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STEP = "step";

  private final FileChannel channel;

  /** Begins a new file. */
  public FiguresFile(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Takes over an earlier attempt's lines up to a step, as far as it left whole ones. */
  public void copy(Path earlier, long upToStep) throws IOException {
    if (Files.exists(earlier)) {
      for (String line : Files.readAllLines(earlier)) {
        long step = stepOf(line);
        if (step > 0 && step <= upToStep) {
          write(line);
        }
      }
    }
  }

  private static long stepOf(String line) {
    try {
      return JSON.readTree(line).path(STEP).asLong();
    } catch (JsonProcessingException torn) {
      return 0;
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
