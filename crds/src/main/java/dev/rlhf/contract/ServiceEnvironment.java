package dev.rlhf.contract;

/** What opens the services that a run reads from and writes to, by the names of their own tools. */
public final class ServiceEnvironment {
  /** Access token of a Hugging Face hub. */
  public static final String HF_TOKEN = "HF_TOKEN";

  /** Id of an object store's access key. */
  public static final String ACCESS_KEY_ID = "AWS_ACCESS_KEY_ID";

  /** The access key itself. */
  public static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";

  /** Of an access key that ends some time. */
  public static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

  private ServiceEnvironment() {}
}
