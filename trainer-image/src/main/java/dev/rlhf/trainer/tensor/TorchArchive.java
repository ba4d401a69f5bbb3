package dev.rlhf.trainer.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive without weights, written without Python.
 *
 * <p>It is a zip of stored entries: the module's source, and a pickle (protocol 2) that makes one
 * object of its class with the constants as attributes.
 *
 * @see <a
 *     href="https://github.com/pytorch/pytorch/blob/v2.7.1/torch/csrc/jit/docs/serialization.md">
 *     TorchScript serialization</a>
 */
final class TorchArchive {

  private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

  private TorchArchive() {}

  static byte[] of(TorchProgram program) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "program/data.pkl", pickle(program.constants()));
      put(zip, "program/code/__torch__.py", program.source().getBytes(StandardCharsets.UTF_8));
      put(zip, "program/constants.pkl", EMPTY_TUPLE);
      put(zip, "program/version", ascii("3\n"));
      put(zip, "program/byteorder", ascii("little"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
  }

  private static byte[] pickle(Map<String, Number> constants) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x80, 2});
    out.write(ascii("c__torch__\nProgram\n)" + (char) 0x81 + "}("));
    for (Map.Entry<String, Number> constant : constants.entrySet()) {
      string(out, constant.getKey());
      number(out, constant.getValue());
    }
    string(out, "training");
    out.write(ascii((char) 0x88 + "ub."));
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.write('X');
    out.write(little(4).putInt(utf8.length).array());
    out.write(utf8);
  }

  /** Integers as LONG1 with eight little-endian bytes, floats as big-endian BINFLOAT. */
  private static void number(ByteArrayOutputStream out, Number value) throws IOException {
    if (value instanceof Long integer) {
      out.write(new byte[] {(byte) 0x8a, 8});
      out.write(little(Long.BYTES).putLong(integer).array());
    } else {
      out.write('G');
      out.write(ByteBuffer.allocate(Double.BYTES).putDouble(value.doubleValue()).array());
    }
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
