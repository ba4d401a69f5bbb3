package dev.rlhf.plan;

/**
 * A checkpoint that a stage starts from.
 *
 * @param path its folder, absolute, as the stage's process finds it
 * @param digest SHA-256 of its manifest; null for a ready model that has none
 */
public record Parent(String path, String digest) {}
