package dev.rlhf.trainer.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Ways to make a model's folder one that must be refused; what exactly is drawn. */
enum HostileModel {
  TRUNCATED_WEIGHTS {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      cut(folder.resolve(WEIGHTS), random);
    }
  },
  HEADER_OF_ANY_LENGTH {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      long length = random.nextBoolean() ? random.nextLong() : Long.MAX_VALUE - random.nextInt(64);
      byte[] whole = Files.readAllBytes(folder.resolve(WEIGHTS));
      ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
      Files.write(folder.resolve(WEIGHTS), whole);
    }
  },
  HUGE_HEADER {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      try (var file = new RandomAccessFile(folder.resolve(WEIGHTS).toFile(), "rw")) {
        long length = (1L << 31) + random.nextInt(1 << 20);
        file.setLength(length + Long.BYTES);
        file.write(littleEndian(length));
      }
    }
  },
  OVERLAPPING_OFFSETS {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      editTensor(
          folder,
          random,
          entry -> {
            long shift = 1 + random.nextInt(4096);
            long begin = entry.get("data_offsets").get(0).asLong();
            long end = entry.get("data_offsets").get(1).asLong();
            entry.putArray("data_offsets").add(begin + shift).add(end + shift);
          });
    }
  },
  OFFSETS_OF_ANY_KIND {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      editTensor(
          folder,
          random,
          entry -> entry.putArray("data_offsets").add(random.nextLong()).add(random.nextLong()));
    }
  },
  WRONG_TYPE {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      String type =
          pick(random, "I32", "U32", "F64", "F16", "BOOL", "F32 ", "float32", "", "F8_E4M3");
      editTensor(folder, random, entry -> entry.put("dtype", type));
    }
  },
  WRONG_SHAPE {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      editTensor(
          folder,
          random,
          entry -> {
            long size = random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(7);
            entry.putArray("shape").add(size).add(size).add(size);
          });
    }
  },
  STRANGE_TENSOR_NAME {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      String name = random.nextBoolean() ? "a\nb\u0007" + random.nextInt() : "n".repeat(1 << 16);
      editHeader(folder, header -> header.set(name, header.remove("model.norm.weight")));
    }
  },
  DEEP_HEADER {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      writeHeader(folder, deep(random).getBytes(StandardCharsets.UTF_8));
    }
  },
  HEADER_OF_NOISE {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      writeHeader(folder, noise(random));
    }
  },
  CONFIG_OF_NOISE {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      Files.write(folder.resolve(CONFIG), noise(random));
    }
  },
  TRUNCATED_CONFIG {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      cut(folder.resolve(CONFIG), random);
    }
  },
  DEEP_CONFIG {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      Files.writeString(folder.resolve(CONFIG), deep(random));
    }
  },
  HUGE_SIZES {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      String key =
          pick(random, "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers");
      long size = random.nextBoolean() ? Integer.MAX_VALUE - 1 : 1L << 40;
      editConfig(folder, config -> config.put(key, size));
    }
  },
  WRONG_KIND_OF_VALUE {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      String key =
          pick(random, "hidden_size", "num_attention_heads", "num_hidden_layers", "architectures");
      String value = pick(random, "-1", "0", "1e400", "\"64\"", "{}", "[[]]", "null", "0.5");
      editConfig(folder, config -> config.set(key, json(value)));
    }
  },
  LONG_VALUE {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      editConfig(
          folder, config -> config.put("hidden_act", "x".repeat(10_000 + random.nextInt(10_000))));
    }
  },
  MISSING_SHARD {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      shards(folder, "model-%05d.safetensors".formatted(random.nextInt(99_999)));
    }
  },
  SHARD_OUT_OF_THE_FOLDER {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      shards(
          folder,
          pick(
              random,
              "../" + WEIGHTS,
              "/etc/passwd",
              ".",
              "..",
              "",
              "a\u0000b",
              "x/../" + WEIGHTS));
    }
  },
  SHARD_THAT_LACKS_A_TENSOR {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      String surplus = "model.layers." + random.nextInt() + ".weight";
      Files.move(folder.resolve(WEIGHTS), folder.resolve("one.safetensors"));
      ObjectNode index = JSON.createObjectNode();
      index.putObject("weight_map").put(surplus, "one.safetensors");
      Files.writeString(folder.resolve(WEIGHTS + ".index.json"), index.toString());
    }
  },
  WEIGHTS_THAT_NEVER_END {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      link(folder.resolve(pick(random, WEIGHTS, CONFIG, TOKENIZER)), Path.of("/dev/zero"));
    }
  },
  A_FOLDER_FOR_A_FILE {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      Path file = folder.resolve(pick(random, WEIGHTS, CONFIG, TOKENIZER));
      Files.delete(file);
      Files.createDirectory(file);
    }
  },
  TOKENIZER_OF_NOISE {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      Files.write(folder.resolve(TOKENIZER), noise(random));
    }
  },
  TRUNCATED_TOKENIZER {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      cut(folder.resolve(TOKENIZER), random);
    }
  },
  TOKENIZER_WITHOUT_SENSE {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      String text =
          pick(
              random,
              "{}",
              "{\"model\": null}",
              "{\"model\": {\"type\": \"BPE\", \"vocab\": {}, \"merges\": [\"a b\"]}}",
              "{\"model\": {\"type\": \"Nothing\"}}",
              "{\"model\": {\"vocab\": {\"a\": 9000000000}}}",
              deep(random));
      Files.writeString(folder.resolve(TOKENIZER), text);
    }
  },
  TOKENIZER_CONFIG_OF_NOISE {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      Path file = folder.resolve("tokenizer_config.json");
      if (random.nextBoolean()) {
        Files.write(file, noise(random));
      } else {
        Files.writeString(file, deep(random));
      }
    }
  };

  static final String WEIGHTS = "model.safetensors";
  static final String CONFIG = "config.json";
  static final String TOKENIZER = "tokenizer.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Changes the folder of a sound model. */
  abstract void spoil(Path folder, RandomGenerator random) throws IOException;

  static void cut(Path file, RandomGenerator random) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    byte[] part = new byte[random.nextInt(whole.length - 1)];
    System.arraycopy(whole, 0, part, 0, part.length);
    Files.write(file, part);
  }

  static void link(Path file, Path target) throws IOException {
    Files.delete(file);
    Files.createSymbolicLink(file, target);
  }

  static byte[] noise(RandomGenerator random) {
    byte[] noise = new byte[1 + random.nextInt(4096)];
    random.nextBytes(noise);
    noise[0] = (byte) (0x80 | noise[0]);
    return noise;
  }

  static String deep(RandomGenerator random) {
    int depth = 2_000 + random.nextInt(100_000);
    return "{\"a\":" + (random.nextBoolean() ? "[" : "{\"a\":").repeat(depth);
  }

  @SafeVarargs
  static <T> T pick(RandomGenerator random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static void editConfig(Path folder, Consumer<ObjectNode> edit) throws IOException {
    Path file = folder.resolve(CONFIG);
    ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
    edit.accept(config);
    Files.writeString(file, config.toString());
  }

  private static void shards(Path folder, String name) throws IOException {
    Files.delete(folder.resolve(WEIGHTS));
    ObjectNode index = JSON.createObjectNode();
    index.putObject("weight_map").put("model.norm.weight", name);
    Files.writeString(folder.resolve(WEIGHTS + ".index.json"), index.toString());
  }

  private static void editTensor(Path folder, RandomGenerator random, Consumer<ObjectNode> edit)
      throws IOException {
    editHeader(
        folder,
        header -> {
          List<String> names = new ArrayList<>();
          header.fieldNames().forEachRemaining(names::add);
          names.remove("__metadata__");
          edit.accept((ObjectNode) header.get(names.get(random.nextInt(names.size()))));
        });
  }

  private static void editHeader(Path folder, Consumer<ObjectNode> edit) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve(WEIGHTS));
    int length = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    ObjectNode header = (ObjectNode) JSON.readTree(whole, Long.BYTES, length);
    edit.accept(header);
    writeHeader(folder, JSON.writeValueAsBytes(header));
  }

  /** In place of the file's header, before the same data. */
  private static void writeHeader(Path folder, byte[] header) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve(WEIGHTS));
    int dataStart =
        Long.BYTES + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    ByteBuffer file = ByteBuffer.allocate(Long.BYTES + header.length + whole.length - dataStart);
    file.put(littleEndian(header.length)).put(header);
    file.put(whole, dataStart, whole.length - dataStart);
    Files.write(folder.resolve(WEIGHTS), file.array());
  }

  private static byte[] littleEndian(long number) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
  }
}
