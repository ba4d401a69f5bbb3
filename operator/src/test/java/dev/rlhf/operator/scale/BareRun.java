package dev.rlhf.operator.scale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.cluster.Cluster;
import dev.rlhf.operator.cluster.Nodes;
import dev.rlhf.operator.cluster.Results;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A run whose writes are made by a client that reads, watches and decides nothing. */
final class BareRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Script script;
  private final Cluster recorded;
  private final Cluster cluster;
  private final KubernetesClient client;
  private final RLHFRun run;
  private final Map<String, String> jobUids = new TreeMap<>();
  private String version;

  /**
   * @param recorded where the script was taken down
   * @param client under the operator's own rules
   */
  BareRun(Script script, Cluster recorded, Cluster cluster, KubernetesClient client, int number) {
    this.script = script;
    this.recorded = recorded;
    this.cluster = cluster;
    this.client = client;
    this.run = cluster.admin().resource(Runs.of(cluster, number)).create();
    this.version = run.getMetadata().getResourceVersion();
  }

  /** From its first write to its last, with the player's part in between. */
  void live() {
    var nodes = new Nodes(cluster, Clock.systemUTC());
    Iterator<List<Write>> chapters = script.chapters().iterator();
    for (Stage stage : Script.STAGES) {
      chapters.next().forEach(this::send);
      Job job = cluster.job(Names.job(run.getMetadata().getName(), stage, 1));
      Pod pod = nodes.start(job);
      nodes.run(pod, null);
      chapters.next().forEach(this::send);
      nodes.report(job, pod, nodes.end(pod, 0, Results.done(stage, 1, Runs.STEPS)), 0);
    }
    chapters.next().forEach(this::send);
  }

  private void send(Write write) {
    try {
      JsonNode answer =
          JSON.readTree(
              client.raw(mine(write.path()), write.method(), JSON.readTree(mine(write.body()))));
      if (answer.path("kind").asText().equals("RLHFRun")) {
        version = answer.at("/metadata/resourceVersion").asText();
      } else if (answer.path("kind").asText().equals("Job")) {
        jobUids.put(answer.at("/metadata/name").asText(), answer.at("/metadata/uid").asText());
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(write.toString(), e);
    }
  }

  /** What was written for the recorded run, for this one. */
  private String mine(String text) {
    var theirs = script.run().getMetadata();
    String mine =
        text.replace(theirs.getUid(), run.getMetadata().getUid())
            .replace(theirs.getUid().substring(0, 8), run.getMetadata().getUid().substring(0, 8))
            .replace(recorded.namespace(), cluster.namespace())
            .replaceAll("\"resourceVersion\":\"\\d+\"", "\"resourceVersion\":\"" + version + "\"");
    for (Map.Entry<String, String> job : script.jobUids().entrySet()) {
      String name = job.getKey().replace(theirs.getName(), run.getMetadata().getName());
      if (jobUids.containsKey(name)) {
        mine = mine.replace(job.getValue(), jobUids.get(name));
      }
    }
    return mine.replace(theirs.getName(), run.getMetadata().getName());
  }
}
