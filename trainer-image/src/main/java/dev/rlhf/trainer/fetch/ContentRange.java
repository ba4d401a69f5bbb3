package dev.rlhf.trainer.fetch;

import dev.rlhf.trainer.service.PassingException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header {@code Content-Range} of a partial answer (RFC 9110, section 14.4). */
final class ContentRange {
  private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(?:\\d+|[*])");

  private ContentRange() {}

  static long from(Web.Answer answer) throws PassingException {
    return from(answer.header("Content-Range"));
  }

  /** The place that the bytes begin at. */
  static long from(Optional<String> header) throws PassingException {
    Matcher form = FORM.matcher(header.orElse(""));
    if (!form.matches()) {
      throw new PassingException(
          "a part of a file came without saying which: Content-Range is '%s'"
              .formatted(header.orElse("")),
          Optional.empty());
    }
    return Long.parseLong(form.group(1));
  }
}
