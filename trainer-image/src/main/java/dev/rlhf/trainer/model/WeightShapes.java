package dev.rlhf.trainer.model;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names and shapes of weights, put down in the order of the forward pass. */
final class WeightShapes {

  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final List<LinearLayer> linears = new ArrayList<>();

  /** A weight without a bias. */
  void weight(String name, long... dimensions) {
    shapes.put(name + ".weight", new Shape(dimensions));
  }

  /** An affine map, stored as [out, in]. */
  void linear(String name, int out, int in, boolean bias) {
    weight(name, out, in);
    linears.add(new LinearLayer(name, in, out, false));
    if (bias) {
      shapes.put(name + ".bias", new Shape(out));
    }
  }

  /** An affine map with a bias, stored as [in, out]. */
  void transposed(String name, int out, int in) {
    weight(name, in, out);
    linears.add(new LinearLayer(name, in, out, true));
    shapes.put(name + ".bias", new Shape(out));
  }

  /** A norm with a bias. */
  void layerNorm(String name, int size) {
    weight(name, size);
    shapes.put(name + ".bias", new Shape(size));
  }

  /** The affine maps among them. */
  List<LinearLayer> linears() {
    return Collections.unmodifiableList(linears);
  }

  Map<String, Shape> map() {
    return Collections.unmodifiableMap(shapes);
  }
}
