package dev.rlhf.trainer.demo;

import java.util.List;

/**
 * Something that people do with things.
 *
 * @param task as a request names it, with {@code {thing}} in it
 * @param things that it is done with
 * @param advice sentences that help, with {@code {thing}} in them
 */
record Activity(String task, List<String> things, List<String> advice) {}
