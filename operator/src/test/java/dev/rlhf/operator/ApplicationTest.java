package dev.rlhf.operator;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.operator.cluster.ApiServerBinaries;
import dev.rlhf.operator.cluster.ApiServerResource;
import dev.rlhf.operator.cluster.Cluster;
import dev.rlhf.operator.cluster.Nodes;
import dev.rlhf.operator.cluster.Results;
import dev.rlhf.operator.cluster.User;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The application as it is shipped: informers, polling, probes and metrics. */
@ExtendWith(ApiServerBinaries.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class ApplicationTest {
  Cluster cluster;
  @Inject KubernetesClient client;

  @Test
  @Order(1)
  void itActsUnderTheChartsRules() {
    assertThat(client.getConfiguration().getImpersonateUsername()).isEqualTo("rlhf-operator");
  }

  /** It counts, so that nothing may have been counted before. */
  @Test
  @Order(2)
  void aRunGoesFromItsManifestToItsEndByEventsAlone() {
    var nodes = new Nodes(cluster);
    new User(cluster).apply(User.QUICK);

    Job job =
        await()
            .atMost(30, TimeUnit.SECONDS)
            .until(() -> cluster.job("quick-sft-1"), Objects::nonNull);
    nodes.start(job);
    nodes.run(job);
    await().until(() -> phase() == RunPhase.RUNNING);
    nodes.exit(job, 0, Results.done(1, 12));
    await().until(() -> phase() == RunPhase.COMPLETE);

    assertThat(read("quick").getMetadata().getManagedFields()).isEmpty();
    assertThat(cluster.run("quick").getMetadata().getManagedFields()).isNotEmpty();

    get("/q/health/live").then().statusCode(200);
    get("/q/health/ready").then().statusCode(200);
    assertThat(get("/q/metrics").asString())
        .contains("rlhf_runs{phase=\"Complete\"} 1.0")
        .contains("rlhf_attempts_total{stage=\"sft\"} 1.0")
        .contains("rlhf_stage_duration_seconds_count{outcome=\"succeeded\",stage=\"sft\"} 1.0")
        .contains("operator_sdk_reconciliations_success_total")
        .containsPattern("rlhf_run_info\\{namespace=\"test-.*\",run=\"quick\",phase=\"Complete\"")
        .doesNotContain("resource_name=\"quick\"");
  }

  /** A claim of somebody else's carries no label of ours, so that no informer tells of it. */
  @Test
  @Order(3)
  void aClaimOfSomebodyElsesIsSeenOnceItIsThere() {
    var user = new User(cluster);
    user.apply(
        User.QUICK
            .replace("name: quick", "name: waits")
            .replace("  stages:", "  checkpoints: {claimName: mine}\n  stages:"));
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> "ClaimMissing".equals(Objects.requireNonNullElse(waiting("waits"), "")));
    user.createClaim("mine");
    await().atMost(60, TimeUnit.SECONDS).until(() -> cluster.job("waits-sft-1") != null);
    user.delete(cluster.run("waits"));
  }

  private String waiting(String name) {
    var status = cluster.run(name).getStatus();
    return status == null ? null : status.waiting();
  }

  /** As the operator reads it. */
  private RLHFRun read(String name) {
    return client.resources(RLHFRun.class).inNamespace(cluster.namespace()).withName(name).get();
  }

  private RunPhase phase() {
    RLHFRun run = cluster.run("quick");
    return run.getStatus() == null ? null : run.getStatus().phase();
  }
}
