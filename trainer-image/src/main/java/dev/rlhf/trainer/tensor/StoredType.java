package dev.rlhf.trainer.tensor;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The number types of a safetensors file; the trainer reads the floating-point ones as fp32. */
enum StoredType {
  F64(8),
  F32(4) {
    @Override
    void widen(ByteBuffer stored, FloatBuffer floats) {
      floats.put(stored.asFloatBuffer());
    }
  },
  F16(2) {
    @Override
    void widen(ByteBuffer stored, FloatBuffer floats) {
      while (floats.hasRemaining()) {
        floats.put(half(stored.getShort()));
      }
    }
  },
  BF16(2) {
    @Override
    void widen(ByteBuffer stored, FloatBuffer floats) {
      while (floats.hasRemaining()) {
        floats.put(Float.intBitsToFloat(stored.getShort() << 16));
      }
    }
  },
  F8_E5M2(1),
  F8_E4M3(1),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U64(8),
  U32(4),
  U16(2),
  U8(1),
  BOOL(1);

  private static final int HALF_TO_FLOAT_BIAS = (127 - 15) << 23;
  private static final float SMALLEST_HALF = 0x1p-24f;

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  boolean isReadable() {
    return this == F32 || this == F16 || this == BF16;
  }

  /** Fills {@code floats} with the little-endian numbers of {@code stored}. */
  void widen(ByteBuffer stored, FloatBuffer floats) {
    throw new UnsupportedOperationException(name());
  }

  /** IEEE 754 binary16: sign, five bits of exponent, ten of fraction. */
  private static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits & 0x7c00;
    int fraction = bits & 0x03ff;
    if (exponent == 0) {
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * SMALLEST_HALF));
    }
    int rest = (exponent | fraction) << 13;
    return Float.intBitsToFloat(
        sign | (exponent == 0x7c00 ? 0x7f800000 | rest : rest + HALF_TO_FLOAT_BIAS));
  }
}
