package dev.rlhf.trainer.tokens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Collects the ids of a dialogue and which of them are learnt. */
final class TokenBuffer {
  private int[] ids = new int[64];
  private final BitSet learnt = new BitSet();
  private int size;

  void add(long[] more, boolean response) {
    if (size + more.length > ids.length) {
      ids = Arrays.copyOf(ids, Math.max(2 * ids.length, size + more.length));
    }
    for (long id : more) {
      ids[size] = Math.toIntExact(id);
      learnt.set(size, response);
      size++;
    }
  }

  /** Every id. */
  long[] ids() {
    return Arrays.stream(ids, 0, size).asLongStream().toArray();
  }

  /** One after the other; a last piece of a single id, which nothing predicts, is left out. */
  List<EncodedDialogue> pieces(int maxLength) {
    List<EncodedDialogue> pieces = new ArrayList<>();
    for (int from = 0; from + 1 < size; from += maxLength) {
      int to = Math.min(from + maxLength, size);
      int[] places = learnt.get(from, to).stream().filter(place -> place > 0).toArray();
      pieces.add(new EncodedDialogue(Arrays.copyOfRange(ids, from, to), places, false));
    }
    return pieces;
  }

  EncodedDialogue cut(int maxLength) {
    int length = Math.min(size, maxLength);
    // The first token follows nothing, so that nothing can predict it.
    learnt.clear(0);
    return new EncodedDialogue(
        Arrays.copyOf(ids, length), learnt.get(0, length).stream().toArray(), size > maxLength);
  }
}
