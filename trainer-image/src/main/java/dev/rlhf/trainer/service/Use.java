package dev.rlhf.trainer.service;

/** What a service is asked for, as those read it whom it refuses. */
public enum Use {
  /** Files of a hub. */
  READ_HUB(
      "read it",
      "check the name, the revision and the path",
      "have it allowed there, accept its terms on the hub's page"),
  /** Objects of a store. */
  READ_STORE(
      "read it",
      "check the bucket and the path",
      "have s3:ListBucket and s3:GetObject allowed to it"),
  /** A folder of a store. */
  WRITE_STORE(
      "write it",
      "check the bucket",
      "have s3:ListBucket, s3:GetObject, s3:PutObject and s3:AbortMultipartUpload allowed to it");

  private final String deed;
  private final String whereElse;
  private final String permission;

  Use(String deed, String whereElse, String permission) {
    this.deed = deed;
    this.whereElse = whereElse;
    this.permission = permission;
  }

  String deed() {
    return deed;
  }

  /** What to look at where nothing is there. */
  String whereElse() {
    return whereElse;
  }

  /** How somebody who is known gets in. */
  String permission() {
    return permission;
  }
}
