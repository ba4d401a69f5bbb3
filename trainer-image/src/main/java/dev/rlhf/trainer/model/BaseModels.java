package dev.rlhf.trainer.model;

import java.io.IOException;
import java.nio.file.Path;

/** Finds the models that adapters stand on. */
@FunctionalInterface
public interface BaseModels {

  /**
   * The folder of an adapter's base, whose digest holds.
   *
   * @param adapter the folder of the adapter, for messages
   * @throws dev.rlhf.trainer.InvalidInputException when it is not found
   */
  Path find(AdapterBase base, Path adapter) throws IOException;
}
