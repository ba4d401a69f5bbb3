package dev.rlhf.trainer.demo;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something that people do with things.
 *
 * @param task as a request names it, with {@code {thing}} in it
 * @param things that it is done with
 * @param advice sentences that help, with {@code {thing}} in them
 * @param afterwards sentences that help further
 */
record Activity(String task, List<String> things, List<String> advice, List<String> afterwards) {

  /** Every sentence that helps. */
  Stream<String> help() {
    return Stream.concat(advice.stream(), afterwards.stream());
  }
}
