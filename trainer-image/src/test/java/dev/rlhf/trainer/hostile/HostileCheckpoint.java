package dev.rlhf.trainer.hostile;

import static dev.rlhf.trainer.hostile.HostileModel.cut;
import static dev.rlhf.trainer.hostile.HostileModel.deep;
import static dev.rlhf.trainer.hostile.HostileModel.link;
import static dev.rlhf.trainer.hostile.HostileModel.noise;
import static dev.rlhf.trainer.hostile.HostileModel.pick;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.contract.CheckpointLayout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Ways to make a checkpoint one that must be passed over; what exactly is drawn. */
enum HostileCheckpoint {
  MANIFEST_OF_NOISE {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      Files.write(folder.resolve(CheckpointLayout.MANIFEST), noise(random));
    }
  },
  TRUNCATED_MANIFEST {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      cut(folder.resolve(CheckpointLayout.MANIFEST), random);
    }
  },
  DEEP_MANIFEST {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      Files.writeString(folder.resolve(CheckpointLayout.MANIFEST), deep(random));
    }
  },
  HUGE_MANIFEST {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      Path file = folder.resolve(CheckpointLayout.MANIFEST);
      try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength((1L << 30) + random.nextInt(1 << 30));
      }
    }
  },
  MANIFEST_THAT_LACKS_A_FIELD {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
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
      editManifest(
          folder,
          manifest -> {
            if (random.nextBoolean()) {
              manifest.remove(field);
            } else {
              manifest.putNull(field);
            }
          });
    }
  },
  FILE_OUT_OF_THE_FOLDER {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      String name = pick(random, "../../secret", "/etc/passwd", "trainer/../../x", "a\u0000b", "");
      editManifest(
          folder,
          manifest -> {
            ObjectNode files = (ObjectNode) manifest.get("files");
            files.set(name, files.get(HostileModel.WEIGHTS));
          });
    }
  },
  FILE_WITHOUT_ENTRY {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      Files.write(folder.resolve("trainer/more-" + random.nextInt(99)), noise(random));
    }
  },
  ENTRY_THAT_SAYS_NOTHING {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      editManifest(
          folder,
          manifest -> {
            ObjectNode files = (ObjectNode) manifest.get("files");
            switch (random.nextInt(3)) {
              case 0 -> files.putNull(HostileModel.WEIGHTS);
              case 1 -> files.putObject(HostileModel.WEIGHTS).put("bytes", random.nextLong());
              default -> files.putObject(HostileModel.WEIGHTS).put("sha256", "0");
            }
          });
    }
  },
  CHANGED_BYTE {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      Path file = folder.resolve(pick(random, HostileModel.WEIGHTS, CheckpointLayout.CONFIG));
      byte[] bytes = Files.readAllBytes(file);
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bytes);
    }
  },
  LINK {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      String file =
          pick(random, HostileModel.WEIGHTS, CheckpointLayout.CONFIG, CheckpointLayout.MANIFEST);
      Path copy = folder.resolveSibling("copy-" + random.nextInt(99));
      Files.copy(folder.resolve(file), copy);
      link(folder.resolve(file), random.nextBoolean() ? copy : Path.of("/dev/zero"));
    }
  },
  LINKED_FOLDER {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      Path away = folder.resolveSibling("trainer-" + random.nextInt(99));
      Files.move(folder.resolve("trainer"), away);
      Files.createSymbolicLink(folder.resolve("trainer"), away);
    }
  },
  DEEP_FOLDERS {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      Files.createDirectories(folder.resolve("x/".repeat(20 + random.nextInt(100))));
    }
  },
  OTHER_CONFIG {
    @Override
    void spoil(Path folder, RandomGenerator random) throws IOException {
      editManifest(
          folder, manifest -> manifest.put("configDigest", Integer.toHexString(random.nextInt())));
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Changes the folder of a sound checkpoint. */
  abstract void spoil(Path folder, RandomGenerator random) throws IOException;

  private static void editManifest(Path folder, Consumer<ObjectNode> edit) throws IOException {
    Path file = folder.resolve(CheckpointLayout.MANIFEST);
    ObjectNode manifest = (ObjectNode) JSON.readTree(file.toFile());
    edit.accept(manifest);
    Files.writeString(file, manifest.toString());
  }
}
