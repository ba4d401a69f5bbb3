package dev.rlhf.manifest;

/** What the schema says of uris, wherever one stands. */
final class SourceRules {
  static final String SCHEME =
      "self.startsWith('pvc://') || self.startsWith('hf://') || self.startsWith('s3://')"
          + " || self.startsWith('file://') || self.startsWith('demo://')";
  static final String SCHEME_MESSAGE =
      "unknown scheme: write pvc://claim/path, hf://org/name@revision, s3://bucket/path, file://path"
          + " or demo://name?seed=N";

  static final String PVC =
      "!self.startsWith('pvc://')"
          + " || self.matches('^pvc://[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[^/].*$')";
  static final String PVC_MESSAGE = "a claim and a path in it are needed: write pvc://claim/path";

  private static final String WORD = "[A-Za-z0-9][-A-Za-z0-9._]*";
  private static final String REPOSITORY = WORD + "/" + WORD + "@" + WORD;

  /** A data set's file may be left out; a model is always all of its folder. */
  static final String HUB =
      "!self.startsWith('hf://') || (self.startsWith('hf://datasets/')"
          + (" ? self.matches('^hf://datasets/" + REPOSITORY + "(/[^/?#@][^?#@]*)?$')")
          + (" : self.matches('^hf://" + REPOSITORY + "$'))");

  static final String HUB_MESSAGE =
      "write hf://org/name@revision for a model, hf://datasets/org/name@revision/path for a data file;"
          + " revision is a commit, a tag or a branch without '/', for example main";

  static final String S3 =
      "!self.startsWith('s3://')"
          + " || self.matches('^s3://[a-z0-9][-a-z0-9.]{1,61}[a-z0-9]/[^/?#][^?#]*$')";
  static final String S3_MESSAGE =
      "a bucket and a path in it are needed: write s3://bucket/folder of a model, s3://bucket/path of a"
          + " data file, without '?' and '#'";

  static final String NO_PARENT = "!self.contains('..')";
  static final String NO_PARENT_MESSAGE = "'..' is not allowed in a uri: write the path without it";

  /** On a field that names a model. */
  static final String MODEL = "!self.uri.startsWith('hf://datasets/')";

  static final String MODEL_MESSAGE =
      "hf://datasets/ names data and a model is needed: write hf://org/name@revision";

  /** On a field that names rows. */
  static final String DATA =
      "!self.uri.startsWith('hf://') || self.uri.startsWith('hf://datasets/')";

  static final String DATA_MESSAGE =
      "hf://org/name names a model and data is needed: write hf://datasets/org/name@revision/path";

  /** On a stage whose place a ready model may take. */
  static final String TRAINED =
      "!has(self.checkpoint) || !self.checkpoint.uri.startsWith('demo://')";

  static final String TRAINED_MESSAGE =
      "demo:// makes no trained model: write checkpoint.uri as pvc://claim/path, hf://org/name@revision,"
          + " s3://bucket/folder or file://path";

  private SourceRules() {}
}
