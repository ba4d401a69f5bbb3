package dev.rlhf.trainer.metrics;

import java.util.Locale;

/** A figure of a closed set, named as its constant is. */
public interface EnumFigure extends Figure {
  /** As every constant has it. */
  String name();

  @Override
  default String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
