package dev.rlhf.trainer.memory;

/** What a stage's memory is made of. */
public enum MemoryPart {
  WEIGHTS("weights", "of the models that learn"),
  REFERENCE("reference", "weights of the models that only answer"),
  MOMENTS("moments", "both of the optimizer's"),
  GRADIENTS("gradients", "summed over micro-batches"),
  ACTIVATIONS("activations", "of one micro-batch"),
  LOGITS("logits", "of one chunk of tokens"),
  COPIES("copies", "of weights, as decoding reads them, while answers are drawn"),
  CACHE("cache", "keys and values while answers are drawn"),
  BASE("base", "the Java machine, its heap, the libraries and what their allocator keeps");

  private final String id;
  private final String help;

  MemoryPart(String id, String help) {
    this.id = id;
    this.help = help;
  }

  public String id() {
    return id;
  }

  public String help() {
    return help;
  }
}
