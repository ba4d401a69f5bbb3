package dev.rlhf.trainer.tensor;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
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

  private static void require() {
    Engine engine = TorchRuntime.engine();
    if (!engine.hasCapability("CUDA")) {
      throw missing(
          "the PyTorch %s here is built for the CPU alone".formatted(engine.getVersion()),
          "run the trainer's image for GPUs");
    }
    try (NDManager manager = TorchRuntime.manager();
        TorchModule module = TorchProgram.of(new DeviceProbe()).load(manager)) {
      module.call("probe", manager, Device.CUDA.id());
    } catch (EngineException | IllegalStateException e) {
      throw missing(
          "the PyTorch %s here is built for CUDA and cannot use a GPU (%s)"
              .formatted(engine.getVersion(), reason(e)),
          "give the pod one by resources.limits: {nvidia.com/gpu: 1}, on a node with NVIDIA's driver");
    }
  }

  private static InvalidInputException missing(String there, String instead) {
    return new InvalidInputException(
        "the stage is to compute on cuda (%s: by its device, its template's, or the GPU in its limits), and %s: %s, or write device: cpu"
            .formatted(StageEnvironment.DEVICE, there, instead));
  }

  /** The one line of a native error that says what is wrong. */
  private static String reason(RuntimeException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("RuntimeError:") || line.contains("NVIDIA"))
        .findFirst()
        .orElseGet(() -> String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason"));
  }

  /** A root manager, whose tensors lie on this device; the caller closes it. */
  public NDManager manager() {
    return switch (kind) {
      case CPU -> TorchRuntime.manager();
      case CUDA -> TorchRuntime.manager(ai.djl.Device.gpu(0));
    };
  }
}
