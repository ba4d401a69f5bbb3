package dev.rlhf.trainer.hostile;

import static dev.rlhf.trainer.hostile.HostileFiles.WEIGHTS;
import static dev.rlhf.trainer.hostile.HostileFiles.cut;
import static dev.rlhf.trainer.hostile.HostileFiles.deep;
import static dev.rlhf.trainer.hostile.HostileFiles.edit;
import static dev.rlhf.trainer.hostile.HostileFiles.link;
import static dev.rlhf.trainer.hostile.HostileFiles.noise;
import static dev.rlhf.trainer.hostile.HostileFiles.pick;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.contract.CheckpointLayout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** Ways to make a checkpoint one that must be passed over; what exactly is drawn. */
enum HostileCheckpoint {
  MANIFEST_OF_NOISE(
      (folder, random) -> Files.write(folder.resolve(CheckpointLayout.MANIFEST), noise(random))),
  TRUNCATED_MANIFEST((folder, random) -> cut(folder.resolve(CheckpointLayout.MANIFEST), random)),
  DEEP_MANIFEST(
      (folder, random) ->
          Files.writeString(folder.resolve(CheckpointLayout.MANIFEST), deep(random))),
  HUGE_MANIFEST(
      (folder, random) -> {
        Path file = folder.resolve(CheckpointLayout.MANIFEST);
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
          sparse.setLength((1L << 30) + random.nextInt(1 << 30));
        }
      }),
  MANIFEST_THAT_LACKS_A_FIELD(
      (folder, random) -> {
        String field =
            pick(
                random,
                "version",
                "run",
                "stage",
                "parents",
                "configDigest",
                "data",
                "files",
                "step");
        edit(
            folder.resolve(CheckpointLayout.MANIFEST),
            manifest -> {
              if (random.nextBoolean()) {
                manifest.remove(field);
              } else {
                manifest.putNull(field);
              }
            });
      }),
  FILE_OUT_OF_THE_FOLDER(
      (folder, random) -> {
        String name =
            pick(random, "../../secret", "/etc/passwd", "trainer/../../x", "a\u0000b", "");
        edit(
            folder.resolve(CheckpointLayout.MANIFEST),
            manifest -> {
              ObjectNode files = (ObjectNode) manifest.get("files");
              files.set(name, files.get(WEIGHTS));
            });
      }),
  FILE_WITHOUT_ENTRY(
      (folder, random) ->
          Files.write(folder.resolve("trainer/more-" + random.nextInt(99)), noise(random))),
  ENTRY_THAT_SAYS_NOTHING(
      (folder, random) -> {
        edit(
            folder.resolve(CheckpointLayout.MANIFEST),
            manifest -> {
              ObjectNode files = (ObjectNode) manifest.get("files");
              switch (random.nextInt(3)) {
                case 0 -> files.putNull(WEIGHTS);
                case 1 -> files.putObject(WEIGHTS).put("bytes", random.nextLong());
                default -> files.putObject(WEIGHTS).put("sha256", "0");
              }
            });
      }),
  CHANGED_BYTE(
      (folder, random) -> {
        Path file = folder.resolve(pick(random, WEIGHTS, CheckpointLayout.CONFIG));
        byte[] bytes = Files.readAllBytes(file);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
      }),
  LINK(
      (folder, random) -> {
        String file = pick(random, WEIGHTS, CheckpointLayout.CONFIG, CheckpointLayout.MANIFEST);
        Path copy = folder.resolveSibling("copy-" + random.nextInt(99));
        Files.copy(folder.resolve(file), copy);
        link(folder.resolve(file), random.nextBoolean() ? copy : Path.of("/dev/zero"));
      }),
  LINKED_FOLDER(
      (folder, random) -> {
        Path away = folder.resolveSibling("trainer-" + random.nextInt(99));
        Files.move(folder.resolve("trainer"), away);
        Files.createSymbolicLink(folder.resolve("trainer"), away);
      }),
  DEEP_FOLDERS(
      (folder, random) ->
          Files.createDirectories(folder.resolve("x/".repeat(20 + random.nextInt(100))))),
  OTHER_CONFIG(
      (folder, random) ->
          edit(
              folder.resolve(CheckpointLayout.MANIFEST),
              manifest -> manifest.put("configDigest", Integer.toHexString(random.nextInt()))));

  private final Spoiling way;

  HostileCheckpoint(Spoiling way) {
    this.way = way;
  }

  /** Changes the folder of a sound checkpoint. */
  void spoil(Path folder, RandomGenerator random) throws IOException {
    way.spoil(folder, random);
  }
}
