package dev.rlhf.trainer.fetch;

import dev.rlhf.trainer.service.PassingException;
import java.io.Closeable;
import java.io.IOException;

/** What a service holds under one uri. */
interface Remote extends Closeable {

  /**
   * The files that are wanted of it, as they are now.
   *
   * @throws dev.rlhf.trainer.InvalidInputException when the service refuses it, or has nothing that
   *     could be used
   * @throws PassingException when it may well answer later
   */
  Listing list() throws IOException;

  /**
   * The bytes of a file.
   *
   * @param from how many of them are there already; the service may begin at 0 all the same
   * @throws dev.rlhf.trainer.InvalidInputException when the service refuses it
   * @throws PassingException when it may well answer later
   */
  Body open(RemoteFile file, long from) throws IOException;

  @Override
  default void close() {}
}
