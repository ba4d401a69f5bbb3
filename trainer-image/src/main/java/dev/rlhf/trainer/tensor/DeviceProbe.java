package dev.rlhf.trainer.tensor;

/** Makes a number on a device and brings it back, as any computation does. */
record DeviceProbe() implements Formula {

  @Override
  public String source() {
    return """
    def probe(self, device: str) -> Tensor:
      return torch.ones([1], dtype=6, device=torch.device(device)).add_(1).to(device=torch.device("cpu"))
    """;
  }
}
