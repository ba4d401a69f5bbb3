package dev.rlhf.e2e.actor;

import dev.rlhf.e2e.cluster.KindNetwork;
import dev.rlhf.e2e.cluster.Settings;
import dev.rlhf.trainer.fetch.FileServer;
import dev.rlhf.trainer.fetch.LocalBucket;
import dev.rlhf.trainer.fetch.LocalHub;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A hub with a tiny model and an object store with one bucket, outside the cluster. */
public record RemoteServices(LocalHub hub, LocalBucket bucket) implements AutoCloseable {
  private static final Path CONTENT =
      Settings.REPOSITORY.resolve("trainer-image/src/test/resources/sft");

  /** Starts them; the hub wants a token. */
  public static RemoteServices start(String token) throws IOException {
    InetAddress here = KindNetwork.thisMachine();
    LocalHub hub = new LocalHub(new FileServer(here), new FileServer(here)).wants(token);
    try (Stream<Path> files = Files.list(CONTENT.resolve("model"))) {
      List<Path> model = files.toList();
      for (Path file : model) {
        hub.has(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    hub.has("sft.jsonl", Files.readAllBytes(CONTENT.resolve("demonstrations.jsonl")));
    return new RemoteServices(hub, new LocalBucket("team", new FileServer(here)));
  }

  @Override
  public void close() {
    hub.close();
    bucket.close();
  }
}
