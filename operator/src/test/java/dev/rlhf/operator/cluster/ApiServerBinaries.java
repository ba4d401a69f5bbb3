package dev.rlhf.operator.cluster;

import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.fabric8.kubeapitest.binary.BinaryManager;
import java.io.IOException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test, and says so, where kube-apiserver can neither be found nor downloaded. */
public final class ApiServerBinaries implements ExecutionCondition {
  private static final ConditionEvaluationResult VERDICT = verdict();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return VERDICT;
  }

  private static ConditionEvaluationResult verdict() {
    try {
      new BinaryManager(KubeAPIServerConfigBuilder.anAPIServerConfig().build())
          .initAndDownloadIfRequired();
      return ConditionEvaluationResult.enabled("kube-apiserver is there");
    } catch (KubeAPITestException e) {
      if (!isForWantOfNetwork(e)) {
        throw e;
      }
      return ConditionEvaluationResult.disabled(
          "kube-apiserver is neither in KUBE_API_TEST_DIR nor to be downloaded: " + e.getMessage());
    }
  }

  private static boolean isForWantOfNetwork(Throwable e) {
    return e != null && (e instanceof IOException || isForWantOfNetwork(e.getCause()));
  }
}
