package dev.rlhf.trainer.local.manifest;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Plain scalars as {@code kubectl} reads them, which is YAML 1.1: {@code yes} is true and {@code
 * 010} is eight; but, other than there, {@code 1e-3} is a number.
 */
final class KubernetesYaml implements Schema {
  private static final String TRUE = "yes|Yes|YES|on|On|ON|true|True|TRUE";
  private static final String FALSE = "no|No|NO|off|Off|OFF|false|False|FALSE";
  private static final Map<Tag, Pattern> PLAIN =
      Map.of(
          Tag.NULL, Pattern.compile("|~|null|Null|NULL"),
          Tag.BOOL, Pattern.compile(TRUE + "|" + FALSE),
          Tag.INT, Pattern.compile("[-+]?(0b[01]+|0o?[0-7]+|0x[0-9a-fA-F]+|0|[1-9][0-9]*)"),
          Tag.FLOAT, Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"));

  private final CoreSchema core = new CoreSchema();

  @Override
  public ScalarResolver getScalarResolver() {
    return KubernetesYaml::tag;
  }

  @Override
  public Map<Tag, ConstructNode> getSchemaTagConstructors() {
    Map<Tag, ConstructNode> constructors = new HashMap<>(core.getSchemaTagConstructors());
    constructors.put(Tag.BOOL, node -> text(node).matches(TRUE));
    constructors.put(Tag.INT, node -> integer(text(node)));
    return constructors;
  }

  private static String text(Node node) {
    return ((ScalarNode) node).getValue();
  }

  private static BigInteger integer(String text) {
    String digits = text.replaceFirst("^[-+]", "").toLowerCase(Locale.ROOT);
    BigInteger value =
        radix(digits, "0x", 16)
            .or(() -> radix(digits, "0b", 2))
            .or(() -> radix(digits, "0o", 8))
            .or(() -> digits.length() > 1 ? radix(digits, "0", 8) : Optional.empty())
            .orElseGet(() -> new BigInteger(digits));
    return text.startsWith("-") ? value.negate() : value;
  }

  private static Optional<BigInteger> radix(String digits, String prefix, int radix) {
    return digits.startsWith(prefix)
        ? Optional.of(new BigInteger(digits.substring(prefix.length()), radix))
        : Optional.empty();
  }

  private static Tag tag(String scalar, boolean plain) {
    return plain
        ? Stream.of(Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT)
            .filter(tag -> PLAIN.get(tag).matcher(scalar).matches())
            .findFirst()
            .orElse(Tag.STR)
        : Tag.STR;
  }
}
