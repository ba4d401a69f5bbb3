package dev.rlhf.trainer.model;

import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and shapes of weights, put down in the order of the forward pass. */
final class WeightShapes {

  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  /** A weight without a bias. */
  void weight(String name, long... dimensions) {
    shapes.put(name + ".weight", new Shape(dimensions));
  }

  /** An affine map, stored as [out, in]. */
  void linear(String name, int out, int in, boolean bias) {
    weight(name, out, in);
    if (bias) {
      shapes.put(name + ".bias", new Shape(out));
    }
  }

  /** An affine map with a bias, stored as [in, out]. */
  void transposed(String name, int out, int in) {
    weight(name, in, out);
    shapes.put(name + ".bias", new Shape(out));
  }

  /** A norm with a bias. */
  void layerNorm(String name, int size) {
    weight(name, size);
    shapes.put(name + ".bias", new Shape(size));
  }

  Map<String, Shape> map() {
    return Collections.unmodifiableMap(shapes);
  }
}
