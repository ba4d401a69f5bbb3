package dev.rlhf.trainer.tokens;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import dev.rlhf.trainer.InvalidInputException;
import java.beans.FeatureDescriptor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;

/**
 * Python's methods of strings, for templates: without it Java's would answer, which differ ({@code
 * split} takes a regular expression), or none.
 */
final class PythonStrings extends ELResolver {
  private static final Pattern WORD = Pattern.compile("\\p{L}+");

  static ELResolver resolver() {
    CompositeELResolver resolver = new CompositeELResolver();
    resolver.add(new PythonStrings());
    resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
    return resolver;
  }

  @Override
  public Object invoke(
      ELContext context, Object base, Object method, Class<?>[] types, Object[] arguments) {
    if (!(base instanceof String text)) {
      return null;
    }
    context.setPropertyResolved(true);
    List<String> given = Arrays.stream(arguments).map(String::valueOf).toList();
    return given.isEmpty() ? call(text, method.toString()) : call(text, method.toString(), given);
  }

  private static Object call(String text, String method) {
    return switch (method) {
      case "strip" -> text.strip();
      case "lstrip" -> text.stripLeading();
      case "rstrip" -> text.stripTrailing();
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "title" -> WORD.matcher(text).replaceAll(word -> capitalized(word.group()));
      case "capitalize" -> text.isEmpty() ? text : capitalized(text);
      case "split" -> List.of(text.strip().split("\\s+"));
      default -> throw unknown(method);
    };
  }

  private static Object call(String text, String method, List<String> given) {
    String first = given.get(0);
    return switch (method) {
      case "startswith" -> text.startsWith(first);
      case "endswith" -> text.endsWith(first);
      case "strip" -> strip(text, first, true, true);
      case "lstrip" -> strip(text, first, true, false);
      case "rstrip" -> strip(text, first, false, true);
      case "split" -> List.of(text.split(Pattern.quote(first), -1));
      case "replace" -> text.replace(first, given.get(1));
      case "find" -> (long) text.indexOf(first);
      case "count" -> (long) text.split(Pattern.quote(first), -1).length - 1;
      default -> throw unknown(method);
    };
  }

  private static String strip(String text, String characters, boolean left, boolean right) {
    int from = 0;
    int to = text.length();
    while (left && from < to && characters.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (right && to > from && characters.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(from, to);
  }

  private static String capitalized(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT)
        + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static InvalidInputException unknown(String method) {
    return TemplateSource.refusal("calls the string method " + method);
  }

  @Override
  public Object getValue(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public Class<?> getType(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {}

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
    return null;
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, Object base) {
    return null;
  }
}
