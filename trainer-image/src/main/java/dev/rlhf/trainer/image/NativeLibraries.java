package dev.rlhf.trainer.image;

import ai.djl.Device;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Loads the native libraries and uses each of them once.
 *
 * <p>Run while the image is built: DJL unpacks its libraries when they are first loaded, which a
 * read-only root file system would not allow later; and an image whose libraries do not load is not
 * built at all.
 */
public final class NativeLibraries {
  private static final String TOKENIZER =
      """
      {"version": "1.0", "added_tokens": [], "pre_tokenizer": {"type": "Whitespace"},
       "model": {"type": "WordLevel", "vocab": {"one": 0, "two": 1}, "unk_token": "one"}}
      """;

  private NativeLibraries() {}

  /** Ends with an error when a library does not load or does not work. */
  public static void main(String[] args) throws IOException {
    System.out.printf("one + two = %.0f, as tokens %d %d%n", add(1, 2), token("one"), token("two"));
  }

  private static float add(float a, float b) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      return manager.create(new float[] {a, b}).sum().getFloat();
    }
  }

  private static long token(String word) throws IOException {
    var json = new ByteArrayInputStream(TOKENIZER.getBytes(StandardCharsets.UTF_8));
    try (var tokenizer = HuggingFaceTokenizer.newInstance(json, Map.of())) {
      return tokenizer.encode(word).getIds()[0];
    }
  }
}
