package dev.rlhf.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The layers that see the last tokens only, the current one among them.
 *
 * @param tokens how many each sees
 * @param layers which, counted from 0
 * @see <a href="https://arxiv.org/abs/2310.06825">Jiang et al. 2023, section 2</a>
 */
record SlidingWindow(int tokens, List<Integer> layers) {

  static final SlidingWindow NONE = new SlidingWindow(0, List.of());

  private static final String SIZE = "sliding_window";
  private static final String FIRST = "max_window_layers";
  private static final String TYPES = "layer_types";
  private static final String FULL = "full_attention";
  private static final String SLIDING = "sliding_attention";

  boolean isNone() {
    return layers.isEmpty();
  }

  /** This one, or none where no sequence is longer than the window. */
  SlidingWindow within(int maxPositions) {
    return tokens < maxPositions ? this : NONE;
  }

  /** For families without a window. */
  static SlidingWindow refuse(ConfigKeys keys) {
    JsonNode window = keys.take(SIZE);
    if (!window.isNull()) {
      throw keys.refused(SIZE, window, "only null is supported");
    }
    return checked(keys, NONE);
  }

  /** For families whose window, unless it is null, holds for every layer. */
  static SlidingWindow ofEveryLayer(ConfigKeys keys) {
    if (!keys.names(SIZE)) {
      throw keys.refused(
          SIZE, NullNode.getInstance(), "write null, or the number of tokens that a layer sees");
    }
    return checked(keys, keys.has(SIZE) ? from(keys, 0) : NONE);
  }

  /** For families that say whether there is a window, and from which layer on. */
  static SlidingWindow ofNamedLayers(ConfigKeys keys) {
    boolean used = keys.flag("use_sliding_window");
    keys.take(SIZE);
    int first = keys.count(FIRST, 0);
    JsonNode types = keys.take(TYPES);
    if (!used) {
      return checked(keys, NONE);
    }
    if (types.isNull() && !keys.has(FIRST)) {
      throw keys.refused(FIRST, types, "write how many layers have no window");
    }
    SlidingWindow all = from(keys, types.isNull() ? first : 0);
    return types.isNull() ? all : checked(keys, all.where(types));
  }

  private SlidingWindow where(JsonNode types) {
    return new SlidingWindow(
        tokens, layers.stream().filter(i -> types.path(i).asText().equals(SLIDING)).toList());
  }

  private static SlidingWindow from(ConfigKeys keys, int first) {
    int layers = keys.layers();
    return new SlidingWindow(
        keys.positive(SIZE), IntStream.range(first, Math.max(first, layers)).boxed().toList());
  }

  /** The types of layers, where they are listed, say the same. */
  private static SlidingWindow checked(ConfigKeys keys, SlidingWindow window) {
    JsonNode types = keys.take(TYPES);
    if (types.isNull()) {
      return window;
    }
    int layers = keys.layers();
    boolean fits = types.isArray() && types.size() == layers;
    for (int i = 0; fits && i < layers; i++) {
      fits = types.get(i).asText().equals(window.layers.contains(i) ? SLIDING : FULL);
    }
    if (!fits) {
      throw keys.refused(
          TYPES,
          types,
          window.equals(NONE)
              ? "only %s is supported, once for each layer, without a window".formatted(FULL)
              : "write %s or %s for each of the %d layers".formatted(FULL, SLIDING, layers));
    }
    return window;
  }
}
