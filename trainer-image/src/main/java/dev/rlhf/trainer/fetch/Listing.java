package dev.rlhf.trainer.fetch;

import java.util.List;

/**
 * What a source is made of.
 *
 * @param revision tells this content from every other one of the source
 * @param main the file that the source's reader opens; empty where it is the whole folder
 */
record Listing(String revision, List<RemoteFile> files, String main) {

  Listing {
    files = List.copyOf(files);
  }

  long bytes() {
    return files.stream().mapToLong(RemoteFile::bytes).sum();
  }
}
