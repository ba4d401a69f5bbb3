package dev.rlhf.trainer.tensor;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.manifest.Device;
import dev.rlhf.trainer.InvalidInputException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What this process computes on; it is there and works. All tensors of a stage lie on it: those of
 * formulas are made where their arguments are.
 */
public record ComputeDevice(Device kind) {

  /** The processors. */
  public static final ComputeDevice CPU = new ComputeDevice(Device.CPU);

  /** In PyTorch's words for a device whose kernels it lacks. */
  private static final String WITHOUT_CUDA = "'CUDA' backend";

  /**
   * The one that the environment names.
   *
   * @throws InvalidInputException when it is not known, or not there
   */
  public static ComputeDevice of(Map<String, String> variables) {
    Device named = named(variables).orElse(Device.CPU);
    if (named == Device.CUDA) {
      require();
    }
    return new ComputeDevice(named);
  }

  /**
   * The device that the environment names, whether or not it is there.
   *
   * @throws InvalidInputException when it is not known
   */
  public static Optional<Device> named(Map<String, String> variables) {
    String word = variables.get(StageEnvironment.DEVICE);
    if (word == null) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(Device.values())
            .filter(device -> device.id().equals(word))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "the environment's variable %s is '%s': set it to one of %s, or leave it out"
                            .formatted(StageEnvironment.DEVICE, word, words()))));
  }

  private static String words() {
    return Arrays.stream(Device.values()).map(Device::id).collect(Collectors.joining(", "));
  }

  /** Makes a number on the GPU and brings it back, as any computation does. */
  private static void require() {
    try (NDManager manager = new ComputeDevice(Device.CUDA).manager()) {
      manager.ones(new Shape(1)).add(1).toFloatArray();
    } catch (EngineException | IllegalStateException e) {
      String reason = String.valueOf(e.getMessage());
      throw reason.contains(WITHOUT_CUDA)
          ? missing("is built for the CPU alone", "run the trainer's image for GPUs")
          : missing(
              "is built for CUDA and cannot use a GPU (%s)"
                  .formatted(reason.lines().findFirst().orElse("")),
              "give the pod one by resources.limits: {nvidia.com/gpu: 1}, on a node with NVIDIA's driver");
    }
  }

  private static InvalidInputException missing(String there, String instead) {
    return new InvalidInputException(
        "the stage is to compute on cuda (%s: by its device, its template's, or the GPU in its limits), and the PyTorch %s here %s: %s, or write device: cpu"
            .formatted(
                StageEnvironment.DEVICE, TorchRuntime.engine().getVersion(), there, instead));
  }

  /** A root manager, whose tensors lie on this device; the caller closes it. */
  public NDManager manager() {
    return switch (kind) {
      case CPU -> TorchRuntime.manager();
      case CUDA -> TorchRuntime.manager(ai.djl.Device.gpu(0));
    };
  }
}
