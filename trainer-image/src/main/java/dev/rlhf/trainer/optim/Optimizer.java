package dev.rlhf.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tensor.FloatTransfer;
import dev.rlhf.trainer.tensor.GradientBuffer;
import dev.rlhf.trainer.tensor.Lanes;
import dev.rlhf.trainer.tensor.SafeTensorsFile;
import dev.rlhf.trainer.tensor.SafeTensorsWriter;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW over a model's parameters: gradient buffers, both moments and the step count.
 *
 * <p>Stages add gradients of micro-batches to {@link #gradients}; {@link #step} applies them and
 * gives their memory back.
 */
public final class Optimizer implements AutoCloseable {

  private static final String STEP = "step";
  private static final String FIRST = "first_moment.";
  private static final String SECOND = "second_moment.";

  private final AdamWSettings settings;
  private final NDManager manager;
  private final TorchModule module;
  private final Map<String, NDArray> parameters;
  private final List<Map<String, NDArray>> gradients = new ArrayList<>();
  private final Map<String, NDArray> first = new LinkedHashMap<>();
  private final Map<String, NDArray> second = new LinkedHashMap<>();
  private final NDArray step;

  /** Starts at step 0; what it allocates is freed with it or with {@code parent}. */
  public Optimizer(Map<String, NDArray> parameters, AdamWSettings settings, NDManager parent) {
    this.settings = settings;
    this.parameters = parameters;
    manager = parent.newSubManager();
    module = TorchProgram.of(new OptimizerStep()).load(manager);
    step = manager.zeros(new Shape(), DataType.FLOAT32);
    for (int lane = 0; lane < Lanes.of(parent).count(); lane++) {
      gradients.add(emptyBuffers());
    }
  }

  private Map<String, NDArray> emptyBuffers() {
    Map<String, NDArray> buffers = new LinkedHashMap<>();
    for (String name : parameters.keySet()) {
      buffers.put(name, manager.create(new Shape(0), DataType.FLOAT32));
    }
    return Collections.unmodifiableMap(buffers);
  }

  /**
   * The buffers that a lane's gradients are added to, by parameter name in the parameters' order:
   * empty until a step's first gradient, see {@link GradientBuffer}.
   */
  public Map<String, NDArray> gradients(int lane) {
    return gradients.get(lane);
  }

  /** Applies the gradients and clears them; gives their global norm before clipping. */
  public double step(double learningRate) {
    startMoments();
    for (Map<String, NDArray> others : gradients.subList(1, gradients.size())) {
      module.call("gather_gradients", manager, gradients(0), others);
    }
    try (NDManager scope = manager.newSubManager()) {
      return module
          .call(
              "optimizer_step",
              scope,
              parameters,
              gradients(0),
              first,
              second,
              step,
              learningRate,
              settings.beta1(),
              settings.beta2(),
              settings.epsilon(),
              settings.weightDecay(),
              settings.maxGradNorm())
          .singletonOrThrow()
          .getFloat();
    }
  }

  /** Clears gradients that are not to be applied. */
  public void forget() {
    gradients.forEach(buffers -> module.call("release_gradients", manager, buffers));
  }

  /** Bytes of the parameters and of both their moments, as a checkpoint holds them. */
  public long checkpointBytes() {
    long numbers = parameters.values().stream().mapToLong(NDArray::size).sum();
    return 3 * Float.BYTES * numbers;
  }

  /** Writes moments and step count to {@code file}, which must not exist. */
  public void save(Path file) throws IOException {
    startMoments();
    SafeTensorsWriter.write(file, state(), manager);
  }

  /**
   * Goes on from a saved state.
   *
   * @throws InvalidInputException if the file belongs to other parameters
   */
  public void restore(Path file) throws IOException {
    try (SafeTensorsFile saved = SafeTensorsFile.open(file);
        FloatTransfer transfer = new FloatTransfer(manager)) {
      check(saved, file, STEP, step.getShape());
      for (Map.Entry<String, NDArray> parameter : parameters.entrySet()) {
        for (String moment : List.of(FIRST, SECOND)) {
          check(saved, file, moment + parameter.getKey(), parameter.getValue().getShape());
        }
      }
      saved.read(STEP, transfer, step);
      for (String name : parameters.keySet()) {
        replace(first, name, saved.read(FIRST + name, transfer, manager));
        replace(second, name, saved.read(SECOND + name, transfer, manager));
      }
    }
  }

  private static void check(SafeTensorsFile saved, Path file, String name, Shape shape) {
    if (!saved.names().contains(name) || !saved.shape(name).equals(shape)) {
      throw new InvalidInputException(
          "%s does not hold %s of this model's optimizer; resume from a checkpoint of this run."
              .formatted(file, name));
    }
  }

  private static void replace(Map<String, NDArray> moments, String name, NDArray value) {
    NDArray earlier = moments.put(name, value);
    if (earlier != null) {
      earlier.close();
    }
  }

  /** They are zeros at first, for which there is no room before they are needed. */
  private void startMoments() {
    if (first.isEmpty()) {
      parameters.forEach(
          (name, parameter) -> {
            first.put(name, manager.zeros(parameter.getShape(), DataType.FLOAT32));
            second.put(name, manager.zeros(parameter.getShape(), DataType.FLOAT32));
          });
    }
  }

  private Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    state.put(STEP, step);
    first.forEach((name, moment) -> state.put(FIRST + name, moment));
    second.forEach((name, moment) -> state.put(SECOND + name, moment));
    return state;
  }

  @Override
  public void close() {
    manager.close();
  }
}
