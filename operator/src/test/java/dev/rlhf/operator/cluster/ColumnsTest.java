package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.Progress;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code kubectl get} shows is the API server's own table, in every state of a run. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class ColumnsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Actors actors;

  @BeforeEach
  void begin(Cluster cluster) {
    actors = Actors.of(cluster, User.QUICK);
  }

  private void assertShows(String phase, String stage, String progress, String waiting) {
    assertThat(row()).isEqualTo(List.of("quick", phase, stage, progress, waiting));
  }

  /** Name, phase, stage, progress and waiting; empty where nothing is shown. */
  private List<String> row() {
    var cluster = actors.cluster();
    HttpClient http = cluster.admin().getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(
                URI.create(
                    cluster.admin().getMasterUrl()
                        + "apis/rlhf.dev/v1alpha1/namespaces/%s/rlhfruns/quick"
                            .formatted(cluster.namespace())))
            .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
            .build();
    try {
      JsonNode table = JSON.readTree(http.sendAsync(request, String.class).join().body());
      List<String> shown = new ArrayList<>();
      for (int i = 0; i < table.get("columnDefinitions").size(); i++) {
        if (!table.at("/columnDefinitions/%d/name".formatted(i)).asText().equals("Age")) {
          shown.add(table.at("/rows/0/cells/%d".formatted(i)).asText(""));
        }
      }
      return shown.stream().map(cell -> cell.equals("null") ? "" : cell).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void hears(Job job, int step) {
    var progress =
        new Progress(Progress.Phase.TRAINING, step, 12, 1, 1L, 1.0, 0.0, null, null, Map.of());
    String pod = actors.cluster().podsOf(job).get(0).getMetadata().getUid();
    actors.operator().hears(new ProgressSample(pod, progress, actors.clock().instant()));
    actors.settle();
  }

  @Test
  void fromItsFirstLookToItsEnd() {
    assertShows("", "", "", "");
    actors.settle();
    assertShows("Pending", "sft", "", "PodPending");
    Job first = actors.runs(1);
    assertShows("Running", "sft", "", "");
    hears(first, 5);
    assertShows("Running", "sft", "5/12", "");

    actors.user().suspend(true);
    actors.settle();
    assertShows("Running", "sft", "5/12", "Suspending");
    actors.nodes().collect(first);
    actors.settle();
    assertShows("Suspended", "sft", "5/12", "");

    actors.user().suspend(false);
    actors.settle();
    assertShows("Running", "sft", "", "PodPending");
    Job second = actors.runs(2);
    assertShows("Running", "sft", "", "");
    actors.nodes().exit(second, 1, "boom");
    actors.settle();
    assertShows("Running", "sft", "", "Backoff");
    actors.clock().advance(Duration.ofMinutes(1));
    Job third = actors.runs(3);
    hears(third, 12);
    actors.nodes().exit(third, 0, Results.done(3, 12));
    actors.settle();
    assertShows("Complete", "sft", "12/12", "");
  }

  @Test
  void whatFailsWaitsForNothing() {
    actors.nodes().exit(actors.runs(Stage.SFT, 1), 64, "no such row");
    actors.settle();
    assertShows("Failed", "sft", "", "");
  }

  @Test
  void whatStallsSaysForWhat() {
    actors.settle();
    actors.user().delete(actors.cluster().run("quick"));
    actors.settle();
    actors.user().apply(User.QUICK);
    actors.settle();
    assertShows("Pending", "sft", "", "ClaimOfEarlierRun");
  }
}
