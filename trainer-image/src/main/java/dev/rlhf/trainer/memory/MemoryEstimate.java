package dev.rlhf.trainer.memory;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Bytes at a peak, by their parts.
 *
 * @param bytes of the parts that there are
 */
public record MemoryEstimate(Map<MemoryPart, Long> bytes) {

  /** Nothing. */
  public static final MemoryEstimate NONE = new MemoryEstimate(Map.of());

  public MemoryEstimate {
    Map<MemoryPart, Long> sorted = new EnumMap<>(MemoryPart.class);
    sorted.putAll(bytes);
    bytes = Collections.unmodifiableMap(sorted);
  }

  /** The same and {@code numbers} of four bytes of a part. */
  public MemoryEstimate withNumbers(MemoryPart part, long numbers) {
    return and(new MemoryEstimate(Map.of(part, Float.BYTES * numbers)));
  }

  /** Both at the same time. */
  public MemoryEstimate and(MemoryEstimate other) {
    Map<MemoryPart, Long> sum = new EnumMap<>(MemoryPart.class);
    sum.putAll(bytes);
    other.bytes.forEach((part, more) -> sum.merge(part, more, Long::sum));
    return new MemoryEstimate(sum);
  }

  /** So many of the same at the same time. */
  public MemoryEstimate times(int count) {
    Map<MemoryPart, Long> product = new EnumMap<>(MemoryPart.class);
    bytes.forEach((part, one) -> product.put(part, count * one));
    return new MemoryEstimate(product);
  }

  /** The larger one: what is not there at the same time. */
  public MemoryEstimate or(MemoryEstimate other) {
    return other.total() > total() ? other : this;
  }

  public long total() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }
}
