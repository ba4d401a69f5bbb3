package dev.rlhf.operator.objects;

/** No pod can be made of a manifest's pod template; the message says which field is wrong. */
public final class UnfitPodTemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfitPodTemplateException(String message, Throwable cause) {
    super(message, cause);
  }
}
