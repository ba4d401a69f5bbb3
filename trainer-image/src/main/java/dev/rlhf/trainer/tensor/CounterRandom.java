package dev.rlhf.trainer.tensor;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers without a state: each is a pure function of a seed, named coordinates and an
 * index.
 *
 * <p>A resumed or reordered computation therefore draws the same numbers. The generator is
 * SplitMix64 read at any place of its sequence.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea and Flood 2014, figure 17</a>
 */
public record CounterRandom(long key) {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  public static CounterRandom of(long seed) {
    return new CounterRandom(mix(seed + GOLDEN_GAMMA));
  }

  /** The generator of one coordinate below this one, such as a step or a row. */
  public CounterRandom at(long coordinate) {
    return new CounterRandom(mix(key ^ mix(coordinate + GOLDEN_GAMMA)));
  }

  /** The generator of one named purpose below this one. */
  public CounterRandom at(String purpose) {
    CounterRandom named = this;
    for (byte letter : purpose.getBytes(StandardCharsets.UTF_8)) {
      named = named.at(letter);
    }
    return named.at(purpose.length());
  }

  public long bits(long index) {
    return mix(key + (index + 1) * GOLDEN_GAMMA);
  }

  /** Uniform in [0, 1), a multiple of 2^-52. */
  public double uniform(long index) {
    return (bits(index) >>> 12) * 0x1p-52;
  }

  /** Standard normal, by Box and Muller from the uniforms of 2 * index and 2 * index + 1. */
  public double gaussian(long index) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform(2 * index)));
    return radius * StrictMath.cos(2 * Math.PI * uniform(2 * index + 1));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
