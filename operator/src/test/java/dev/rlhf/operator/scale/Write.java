package dev.rlhf.operator.scale;

/**
 * A request that changes something, or asks whether it could.
 *
 * @param path with its query, without the server
 */
record Write(String method, String path, String body) {
  /** Whether it only asked. */
  boolean isDryRun() {
    return path.contains("dryRun=");
  }
}
