package dev.rlhf.trainer.model;

/**
 * One affine map of a decoder.
 *
 * @param name of the layer; that of its weight ends with {@code .weight}
 * @param transposed whether the weight is stored as [in, out]
 */
record LinearLayer(String name, int in, int out, boolean transposed) {

  /** Whether a target of PEFT means it: the name itself, or its end after a dot. */
  boolean isMeantBy(String target) {
    return name.equals(target) || name.endsWith("." + target);
  }

  /** The name within its module, by which targets are usually named. */
  String lastName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  String weight() {
    return name + ".weight";
  }

  /** The adapter's first map, [rank, in]. */
  String loraA() {
    return name + ".lora_A.weight";
  }

  /** The adapter's second map, [out, rank]. */
  String loraB() {
    return name + ".lora_B.weight";
  }
}
