package dev.rlhf.operator.report;

/**
 * An event to tell people about.
 *
 * @param warning whether somebody may have to act
 * @param key tells it from every other event of the run: what happens again under an equal key is
 *     told once
 */
public record Note(boolean warning, String reason, String message, String key) {}
