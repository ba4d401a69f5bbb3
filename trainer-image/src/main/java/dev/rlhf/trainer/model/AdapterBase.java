package dev.rlhf.trainer.model;

import java.nio.file.Path;

/**
 * The model that an adapter was trained on, and without which it is nothing.
 *
 * @param path where it was
 * @param digest of its manifest, or, where it has none, of its files
 */
public record AdapterBase(Path path, String digest) {}
