package dev.rlhf.trainer.service;

import dev.rlhf.trainer.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code s3://} uri, taken apart.
 *
 * @param key of an object, or what the keys of a folder begin with; no slash at its end
 */
public record S3Uri(String bucket, String key) {
  private static final Pattern FORM = Pattern.compile("s3://([^/]+)/(.*[^/])/*");

  public static S3Uri of(String uri) {
    Matcher form = FORM.matcher(uri);
    if (!form.matches()) {
      throw new InvalidInputException("write s3://bucket/path");
    }
    return new S3Uri(form.group(1), form.group(2));
  }
}
