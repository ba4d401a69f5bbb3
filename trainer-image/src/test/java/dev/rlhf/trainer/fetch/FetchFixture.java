package dev.rlhf.trainer.fetch;

import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.plan.FetchConfig;
import dev.rlhf.plan.FetchConfig.Wanted;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Services;
import dev.rlhf.plan.SourceField.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A run that fetches one source; it waits for nothing, and says how long it would have waited. */
final class FetchFixture {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final Path root;
  private final Services services;
  private String run = "12345678-0000";
  private final Map<String, String> environment = new HashMap<>();
  private final List<Duration> waits = new ArrayList<>();

  FetchFixture(Path root, Services services) {
    this.root = root;
    this.services = services;
  }

  /** From a hub at that address. */
  static FetchFixture ofHub(Path root, String address) {
    return new FetchFixture(root, new Services(address, null, Services.REGION, null, null));
  }

  /** Some bytes that are unlike all others. */
  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  FetchFixture with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  FetchFixture as(String uid) {
    run = uid;
    return this;
  }

  FetchedSource model(String uri) throws IOException {
    return fetch(new Wanted("spec.model.uri", uri, Kind.MODEL));
  }

  FetchedSource data(String uri) throws IOException {
    return fetch(new Wanted("spec.data.prompts.uri", uri, Kind.DATA));
  }

  private FetchedSource fetch(Wanted wanted) throws IOException {
    var config =
        new FetchConfig(1, new RunIdentity("run", run), root.toString(), List.of(wanted), services);
    return new Fetching(config, environment::get, Clock.fixed(NOW, ZoneOffset.UTC), waits::add)
        .run()
        .get(0);
  }

  List<Duration> waits() {
    return waits;
  }
}
