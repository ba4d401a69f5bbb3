package dev.rlhf.operator.scale;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operator as it is shipped, in a process of its own, with a heap of 256 MiB. */
final class OperatorProcess implements AutoCloseable {
  static final int HEAP_MIB = 256;

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern HEAP_IN_USE =
      Pattern.compile("(?:heap|generation|Heap)[^\\n]*?used (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern MOST_RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final double KIB_PER_MIB = 1024;

  private final Process process;
  private final int port;

  private OperatorProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it, and waits until it is ready.
   *
   * @param jar {@code quarkus-run.jar}
   * @param kubeconfig of the account that the chart's rules bind
   */
  static OperatorProcess start(Path jar, Path kubeconfig, String namespace, Path log)
      throws IOException, InterruptedException {
    int port = freePort();
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + HEAP_MIB + "m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-jar",
            jar.toString());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
    builder.environment().put("QUARKUS_OPERATOR_SDK_NAMESPACES", namespace);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    var started = new OperatorProcess(builder.start(), port);
    started.awaitReady(log);
    return started;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady(Path log) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new IllegalStateException(
            "the operator does not become ready:\n" + Files.readString(log));
      }
      Thread.sleep(200);
    }
  }

  private boolean isReady() throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:%d/q/health/ready".formatted(port)))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it takes once its garbage is collected. */
  Memory memory() throws IOException, InterruptedException {
    jcmd("GC.run");
    Matcher used = HEAP_IN_USE.matcher(jcmd("GC.heap_info"));
    long kib = 0;
    while (used.find()) {
      kib += Long.parseLong(used.group(1));
    }
    String status = Files.readString(Path.of("/proc/%d/status".formatted(process.pid())));
    return new Memory(
        HEAP_MIB, mib(kib), mib(number(RESIDENT, status)), mib(number(MOST_RESIDENT, status)));
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no %s in %s".formatted(pattern, text));
    }
    return Long.parseLong(matcher.group(1));
  }

  private static double mib(long kib) {
    return Math.round(kib / KIB_PER_MIB * 10) / 10.0;
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    var jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes());
    jcmd.waitFor();
    return said;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /**
   * In MiB.
   *
   * @param heapMax the limit that it had
   * @param heapLive in use after a full collection
   * @param resident of the process, then
   * @param residentMost of the process, ever
   */
  record Memory(int heapMax, double heapLive, double resident, double residentMost) {}
}
