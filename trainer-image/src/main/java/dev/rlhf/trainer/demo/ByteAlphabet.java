package dev.rlhf.trainer.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The 256 visible characters that stand for the 256 bytes, so that any text can be tokenised.
 *
 * @see <a href="https://github.com/openai/gpt-2/blob/master/src/encoder.py">GPT-2's
 *     bytes_to_unicode</a>
 */
final class ByteAlphabet {
  private static final int[] CHARACTERS = characters();

  private ByteAlphabet() {}

  /** The characters of all bytes, from 0 to 255. */
  static List<String> all() {
    return IntStream.of(CHARACTERS).mapToObj(Character::toString).toList();
  }

  /** A text's UTF-8 bytes, each as its character. */
  static List<String> spell(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, bytes.length)
        .mapToObj(i -> Character.toString(CHARACTERS[bytes[i] & 0xff]))
        .toList();
  }

  private static int[] characters() {
    int[] characters = new int[256];
    int next = 256;
    for (int b = 0; b < characters.length; b++) {
      characters[b] = isVisible(b) ? b : next++;
    }
    return characters;
  }

  private static boolean isVisible(int b) {
    return (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
  }
}
