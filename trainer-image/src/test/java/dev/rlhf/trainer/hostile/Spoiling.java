package dev.rlhf.trainer.hostile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** A way to change a sound folder so that it must be refused. */
@FunctionalInterface
interface Spoiling {
  void spoil(Path folder, RandomGenerator random) throws IOException;
}
