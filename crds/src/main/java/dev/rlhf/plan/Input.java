package dev.rlhf.plan;

/**
 * Something that a stage reads.
 *
 * @param uri as the manifest has it
 * @param path where the stage's process finds it; null for {@code demo://}, which the process makes
 */
public record Input(String uri, String path) {}
