package dev.rlhf.operator.observe;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A ResourceQuota's refusal of a pod, in the API server's words.
 *
 * @param requested by the pod, of each resource that there is not enough of
 * @param limited what the quota has of it in all
 */
record QuotaRefusal(Map<String, Quantity> requested, Map<String, Quantity> limited) {
  private static final Pattern WORDS =
      Pattern.compile("exceeded quota: [^,]+, requested: (\\S+), used: \\S+, limited: ([^\\s]+)");

  static Optional<QuotaRefusal> of(String message) {
    Matcher words = WORDS.matcher(message);
    return words.find()
        ? Optional.of(new QuotaRefusal(amounts(words.group(1)), amounts(words.group(2))))
        : Optional.empty();
  }

  /** Whether the pod asks for more than there would be if nobody else had any. */
  boolean isForEver() {
    return requested.entrySet().stream()
        .anyMatch(
            asked ->
                limited.containsKey(asked.getKey())
                    && asked
                            .getValue()
                            .getNumericalAmount()
                            .compareTo(limited.get(asked.getKey()).getNumericalAmount())
                        > 0);
  }

  private static Map<String, Quantity> amounts(String list) {
    return Arrays.stream(list.split(","))
        .map(amount -> amount.split("=", 2))
        .filter(parts -> parts.length == 2)
        .collect(Collectors.toMap(parts -> parts[0], parts -> new Quantity(parts[1])));
  }
}
