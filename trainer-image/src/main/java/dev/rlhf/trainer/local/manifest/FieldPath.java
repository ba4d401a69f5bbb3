package dev.rlhf.trainer.local.manifest;

/** A field's place in a manifest, written as {@code spec.stages.sft} or {@code list[0].key}. */
record FieldPath(String text) {
  /** The manifest itself. */
  static final FieldPath ROOT = new FieldPath("");

  FieldPath field(String name) {
    return new FieldPath(text.isEmpty() ? name : text + "." + name);
  }

  FieldPath item(int index) {
    return new FieldPath(text + "[" + index + "]");
  }

  /** As an API server shows it. */
  @Override
  public String toString() {
    return text.isEmpty() ? "<nil>" : text;
  }
}
