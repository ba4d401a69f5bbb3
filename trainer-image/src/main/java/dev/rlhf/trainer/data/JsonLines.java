package dev.rlhf.trainer.data;

import dev.rlhf.trainer.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The lines of a {@code .jsonl} or {@code .jsonl.gz} file, one after the other. */
final class JsonLines implements Closeable {
  private static final int BUFFER = 1 << 16;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path file;
  private final InputStream in;
  private byte[] line = {};
  private int number;

  private JsonLines(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Opens a file, unpacked where its name ends with {@code .gz}.
   *
   * @throws InvalidInputException when it is not there or not what its name says
   */
  static JsonLines open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(
          "%s is a folder: name a .jsonl or .jsonl.gz file".formatted(file));
    }
    try {
      InputStream raw = Files.newInputStream(file);
      boolean packed = file.getFileName().toString().endsWith(".gz");
      return new JsonLines(
          file, new BufferedInputStream(packed ? new GZIPInputStream(raw, BUFFER) : raw, BUFFER));
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          "%s is not there: name a .jsonl or .jsonl.gz file".formatted(file), e);
    } catch (ZipException | EOFException e) {
      throw new InvalidInputException(
          "%s is not gzip: pack it, or name it .jsonl".formatted(file), e);
    }
  }

  /** The number of the line, from 1. */
  int number() {
    return number;
  }

  /** Goes to the next line that is not blank; whether there was one. */
  boolean advance() throws IOException {
    do {
      if (!read()) {
        return false;
      }
    } while (isBlank());
    return true;
  }

  private boolean isBlank() {
    for (byte b : line) {
      if (!Character.isWhitespace(b)) {
        return false;
      }
    }
    return true;
  }

  private boolean read() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      for (; next >= 0 && next != '\n'; next = in.read()) {
        bytes.write(next);
      }
    } catch (ZipException | EOFException e) {
      throw new InvalidInputException(
          "%s is damaged after line %d and cannot be unpacked: bring it anew"
              .formatted(file, number),
          e);
    }
    line = bytes.toByteArray();
    number++;
    return true;
  }

  /**
   * The line.
   *
   * @throws InvalidInputException when its bytes are not UTF-8
   */
  String text() {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      return number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InvalidInputException("not UTF-8: write the file in UTF-8", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
