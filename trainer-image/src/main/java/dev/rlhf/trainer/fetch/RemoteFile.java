package dev.rlhf.trainer.fetch;

import dev.rlhf.trainer.InvalidInputException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file of a service.
 *
 * @param name by which it is kept; never leads out of a folder, whatever the service calls it
 * @param key by which the service knows it
 * @param version of what it has under the key; empty where the key says it
 * @param checksum that the service says it has
 */
record RemoteFile(
    String name, String key, String version, long bytes, Optional<Checksum> checksum) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][-+=A-Za-z0-9._ ]{0,200}");

  RemoteFile {
    if (!PLAIN.matcher(name).matches()) {
      throw new InvalidInputException(
          "the file name '%s' cannot be kept: name the file with letters, digits, '.', '_' and '-'"
              .formatted(name));
    }
  }
}
