package dev.rlhf.trainer.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The native values of one call's arguments, freed when the call is over. */
record TorchArguments(IValue[] array) implements AutoCloseable {

  static TorchArguments of(Object... arguments) {
    IValue[] values = new IValue[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(arguments[i]);
    }
    return new TorchArguments(values);
  }

  private static IValue value(Object argument) {
    if (argument instanceof PtNDArray tensor) {
      return IValue.from(tensor);
    } else if (argument instanceof List<?> list) {
      return IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    } else if (argument instanceof Map<?, ?> map) {
      Map<String, PtNDArray> tensors = new LinkedHashMap<>();
      map.forEach((name, tensor) -> tensors.put((String) name, (PtNDArray) tensor));
      return IValue.stringMapFrom(tensors);
    } else if (argument instanceof Double number) {
      return IValue.from(number.doubleValue());
    } else if (argument instanceof String text) {
      return IValue.from(text);
    } else if (argument instanceof Boolean flag) {
      return IValue.from(flag.booleanValue());
    } else if (argument instanceof Long || argument instanceof Integer) {
      return IValue.from(((Number) argument).longValue());
    }
    throw new IllegalArgumentException("no TorchScript value for " + argument);
  }

  @Override
  public void close() {
    for (IValue value : array) {
      value.close();
    }
  }
}
