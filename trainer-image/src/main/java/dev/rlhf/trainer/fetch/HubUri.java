package dev.rlhf.trainer.fetch;

import dev.rlhf.trainer.InvalidInputException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code hf://} uri, taken apart.
 *
 * @param id org and name
 * @param path of a data set's file; empty for a model, and where there is one file only
 */
record HubUri(boolean dataset, String id, String revision, Optional<String> path) {
  private static final Pattern FORM =
      Pattern.compile("hf://(datasets/)?([^/@]+/[^/@]+)@([^/@]+)(?:/(.+))?");

  static HubUri of(String uri) {
    Matcher form = FORM.matcher(uri);
    if (!form.matches() || form.group(1) == null && form.group(4) != null) {
      throw new InvalidInputException(
          "write hf://org/name@revision or hf://datasets/org/name@revision/path");
    }
    return new HubUri(
        form.group(1) != null, form.group(2), form.group(3), Optional.ofNullable(form.group(4)));
  }

  /** What comes before the name in addresses of the hub. */
  String kind() {
    return dataset ? "datasets/" : "";
  }
}
