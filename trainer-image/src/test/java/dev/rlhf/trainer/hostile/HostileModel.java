package dev.rlhf.trainer.hostile;

import static dev.rlhf.trainer.hostile.HostileFiles.CONFIG;
import static dev.rlhf.trainer.hostile.HostileFiles.TOKENIZER;
import static dev.rlhf.trainer.hostile.HostileFiles.WEIGHTS;
import static dev.rlhf.trainer.hostile.HostileFiles.cut;
import static dev.rlhf.trainer.hostile.HostileFiles.deep;
import static dev.rlhf.trainer.hostile.HostileFiles.edit;
import static dev.rlhf.trainer.hostile.HostileFiles.json;
import static dev.rlhf.trainer.hostile.HostileFiles.link;
import static dev.rlhf.trainer.hostile.HostileFiles.noise;
import static dev.rlhf.trainer.hostile.HostileFiles.pick;
import static dev.rlhf.trainer.hostile.HostileWeights.editHeader;
import static dev.rlhf.trainer.hostile.HostileWeights.editTensor;
import static dev.rlhf.trainer.hostile.HostileWeights.index;
import static dev.rlhf.trainer.hostile.HostileWeights.littleEndian;
import static dev.rlhf.trainer.hostile.HostileWeights.shards;
import static dev.rlhf.trainer.hostile.HostileWeights.writeHeader;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** Ways to make a model's folder one that must be refused; what exactly is drawn. */
enum HostileModel {
  TRUNCATED_WEIGHTS((folder, random) -> cut(folder.resolve(WEIGHTS), random)),
  HEADER_OF_ANY_LENGTH(
      (folder, random) -> {
        long length =
            random.nextBoolean() ? random.nextLong() : Long.MAX_VALUE - random.nextInt(64);
        byte[] whole = Files.readAllBytes(folder.resolve(WEIGHTS));
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        Files.write(folder.resolve(WEIGHTS), whole);
      }),
  HUGE_HEADER(
      (folder, random) -> {
        try (var file = new RandomAccessFile(folder.resolve(WEIGHTS).toFile(), "rw")) {
          long length = (1L << 31) + random.nextInt(1 << 20);
          file.setLength(length + Long.BYTES);
          file.write(littleEndian(length));
        }
      }),
  OVERLAPPING_OFFSETS(
      (folder, random) -> {
        editTensor(
            folder,
            random,
            entry -> {
              long shift = 1 + random.nextInt(4096);
              long begin = entry.get("data_offsets").get(0).asLong();
              long end = entry.get("data_offsets").get(1).asLong();
              entry.putArray("data_offsets").add(begin + shift).add(end + shift);
            });
      }),
  OFFSETS_OF_ANY_KIND(
      (folder, random) ->
          editTensor(
              folder,
              random,
              entry ->
                  entry.putArray("data_offsets").add(random.nextLong()).add(random.nextLong()))),
  WRONG_TYPE(
      (folder, random) -> {
        String type =
            pick(random, "I32", "U32", "F64", "F16", "BOOL", "F32 ", "float32", "", "F8_E4M3");
        editTensor(folder, random, entry -> entry.put("dtype", type));
      }),
  WRONG_SHAPE(
      (folder, random) -> {
        editTensor(
            folder,
            random,
            entry -> {
              long size = random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(7);
              entry.putArray("shape").add(size).add(size).add(size);
            });
      }),
  STRANGE_TENSOR_NAME(
      (folder, random) -> {
        String name = random.nextBoolean() ? "a\nb\u0007" + random.nextInt() : "n".repeat(1 << 16);
        editHeader(folder, header -> header.set(name, header.remove("model.norm.weight")));
      }),
  DEEP_HEADER(
      (folder, random) -> writeHeader(folder, deep(random).getBytes(StandardCharsets.UTF_8))),
  HEADER_OF_NOISE((folder, random) -> writeHeader(folder, noise(random))),
  CONFIG_OF_NOISE((folder, random) -> Files.write(folder.resolve(CONFIG), noise(random))),
  TRUNCATED_CONFIG((folder, random) -> cut(folder.resolve(CONFIG), random)),
  DEEP_CONFIG((folder, random) -> Files.writeString(folder.resolve(CONFIG), deep(random))),
  HUGE_SIZES(
      (folder, random) -> {
        String key =
            pick(random, "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers");
        long size = random.nextBoolean() ? Integer.MAX_VALUE - 1 : 1L << 40;
        edit(folder.resolve(CONFIG), config -> config.put(key, size));
      }),
  WRONG_KIND_OF_VALUE(
      (folder, random) -> {
        String key =
            pick(
                random, "hidden_size", "num_attention_heads", "num_hidden_layers", "architectures");
        String value = pick(random, "-1", "0", "1e400", "\"64\"", "{}", "[[]]", "null", "0.5");
        edit(folder.resolve(CONFIG), config -> config.set(key, json(value)));
      }),
  LONG_VALUE(
      (folder, random) ->
          edit(
              folder.resolve(CONFIG),
              config -> config.put("hidden_act", "x".repeat(10_000 + random.nextInt(10_000))))),
  MISSING_SHARD(
      (folder, random) ->
          shards(folder, "model-%05d.safetensors".formatted(random.nextInt(99_999)))),
  SHARD_OUT_OF_THE_FOLDER(
      (folder, random) ->
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
                  "x/../" + WEIGHTS))),
  SHARD_THAT_LACKS_A_TENSOR(
      (folder, random) -> {
        String surplus = "model.layers." + random.nextInt() + ".weight";
        Files.move(folder.resolve(WEIGHTS), folder.resolve("one.safetensors"));
        index(folder, surplus, "one.safetensors");
      }),
  WEIGHTS_THAT_NEVER_END(
      (folder, random) ->
          link(folder.resolve(pick(random, WEIGHTS, CONFIG, TOKENIZER)), Path.of("/dev/zero"))),
  A_FOLDER_FOR_A_FILE(
      (folder, random) -> {
        Path file = folder.resolve(pick(random, WEIGHTS, CONFIG, TOKENIZER));
        Files.delete(file);
        Files.createDirectory(file);
      }),
  TOKENIZER_OF_NOISE((folder, random) -> Files.write(folder.resolve(TOKENIZER), noise(random))),
  TRUNCATED_TOKENIZER((folder, random) -> cut(folder.resolve(TOKENIZER), random)),
  TOKENIZER_WITHOUT_SENSE(
      (folder, random) -> {
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
      }),
  TOKENIZER_CONFIG_OF_NOISE(
      (folder, random) -> {
        Path file = folder.resolve("tokenizer_config.json");
        if (random.nextBoolean()) {
          Files.write(file, noise(random));
        } else {
          Files.writeString(file, deep(random));
        }
      });

  private final Spoiling way;

  HostileModel(Spoiling way) {
    this.way = way;
  }

  /** Changes the folder of a sound model. */
  void spoil(Path folder, RandomGenerator random) throws IOException {
    way.spoil(folder, random);
  }
}
