package dev.rlhf.operator.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.operator.cluster.ApiServer;
import dev.rlhf.operator.cluster.Cluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many runs on a real API server: stages a second beside a bare client, requests a stage, time from
 * event to status, memory.
 */
final class ScaleBenchmark {
  private static final List<String> NAMESPACES = List.of("recorded", "operated", "bare");

  /** Runs that something happens to, and runs that train meanwhile. */
  private static final int SAMPLES = 20;

  private static final int BUSY = 80;

  private final Path folder;
  private final Path jar;
  private final int runs;
  private final int batch;
  private final Map<String, Object> results = new LinkedHashMap<>();

  private ScaleBenchmark(Path folder, Path jar, int runs, int batch) {
    this.folder = folder;
    this.jar = jar;
    this.runs = runs;
    this.batch = batch;
  }

  /**
   * Measures.
   *
   * @param args a folder for logs and {@code scale.json}, {@code quarkus-run.jar}, how many runs,
   *     how many of them at a time
   */
  public static void main(String[] args) throws Exception {
    var benchmark =
        new ScaleBenchmark(
            Path.of(args[0]),
            Path.of(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]));
    try {
      benchmark.measure();
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private void measure() throws Exception {
    AuditLog audit = AuditLog.in(folder);
    try (var server = ApiServer.Started.start(audit.flags(NAMESPACES))) {
      Cluster recorded = Cluster.create(server.config(), "recorded");
      Cluster operated = Cluster.create(server.config(), "operated");
      Cluster bare = Cluster.create(server.config(), "bare");
      Account account = Account.create(operated);
      Path kubeconfig =
          account.kubeconfig(server.server().getKubeConfigYaml(), folder.resolve("kubeconfig"));
      Account barely = Account.create(bare);
      var seen = new Seen();
      Script script = Script.record(recorded);
      say(
          "a run takes %d writes of the operator",
          script.chapters().stream().mapToInt(List::size).sum());
      try (var operator =
              OperatorProcess.start(jar, kubeconfig, "operated", folder.resolve("operator.log"));
          var player = new Player(operated, seen, name -> name.startsWith("run-"));
          var throughput = new Throughput(operated, seen, recorded, barely, script)) {
        batches(throughput, seen);
        Thread.sleep(2_000);
        requests(audit, account, barely);
        results.put("memoryMiB", operator.memory());
        say("memory: %s", results.get("memoryMiB"));
        var causes = new Causes(operated, seen, player);
        results.put("idle", causes.measure(0, SAMPLES));
        results.put("underLoad", causes.measure(BUSY, SAMPLES));
      }
    }
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(folder.resolve("scale.json").toFile(), results);
  }

  /** A small batch of each side warms both up; then they take turns. */
  private void batches(Throughput throughput, Seen seen) throws Exception {
    int warm = Math.min(batch, 20);
    throughput.bare(1, warm);
    throughput.operator(1, warm);
    seen.take(StagePhase.RUNNING);
    seen.take(StagePhase.SUCCEEDED);
    List<Double> rates = new ArrayList<>();
    List<Double> bareRates = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    double operatorSeconds = 0;
    double bareSeconds = 0;
    for (int done = warm; done < runs; done += batch) {
      int count = Math.min(batch, runs - done);
      double bare = throughput.bare(done + 1, count);
      double operator = throughput.operator(done + 1, count);
      int stages = count * Script.STAGES.size();
      operatorSeconds += operator;
      bareSeconds += bare;
      rates.add(stages / operator);
      bareRates.add(stages / bare);
      ratios.add(bare / operator);
      say(
          "%d runs: operator %.1f stages/s, bare client %.1f, ratio %.2f",
          done + count, stages / operator, stages / bare, bare / operator);
    }
    int stages = (runs - warm) * Script.STAGES.size();
    results.put("runs", runs);
    results.put("batch", batch);
    results.put("stagesPerSecond", stages / operatorSeconds);
    results.put("bareStagesPerSecond", stages / bareSeconds);
    results.put("ratio", bareSeconds / operatorSeconds);
    results.put("ratios", ratios);
    results.put("podToStatus", Latency.of(seen.take(StagePhase.RUNNING)));
    results.put("jobToStatus", Latency.of(seen.take(StagePhase.SUCCEEDED)));
    say("event to status: %s, %s", results.get("podToStatus"), results.get("jobToStatus"));
  }

  private void requests(AuditLog audit, Account account, Account barely) throws Exception {
    int stages = runs * Script.STAGES.size();
    AuditLog.Requests operator = audit.requests("operated", account.user());
    AuditLog.Requests bare = audit.requests("bare", barely.user());
    results.put("writesPerStage", operator.per(stages, operator.writes()));
    results.put("dryRunsPerStage", operator.per(stages, operator.dryRuns()));
    results.put("readsPerStage", operator.per(stages, operator.reads()));
    results.put("bareWritesPerStage", bare.per(stages, bare.writes()));
    results.put("requests", operator);
    results.put("bareRequests", bare);
    say("requests: %s; bare: %s", operator, bare);
  }

  static void say(String format, Object... arguments) {
    System.err.println("scale: " + format.formatted(arguments));
  }
}
