package dev.rlhf.trainer.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.contract.Digest;
import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.service.Persistence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is fetched from a hub, and goes on where it was cut off. */
class HubFetchTest {
  private static final String MODEL = "hf://org/name@main";
  private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] WEIGHTS = FetchFixture.bytes(3_000_000);
  private static final byte[] ROWS = FetchFixture.bytes(5_000);

  private final LocalHub hub =
      new LocalHub()
          .has("config.json", CONFIG)
          .has("model.safetensors", WEIGHTS)
          .has("pytorch_model.bin", new byte[9])
          .has("modeling_own.py", new byte[9])
          .has("onnx/model.safetensors", new byte[9]);

  @TempDir Path root;
  private FetchFixture fetch;

  @BeforeEach
  void begin() {
    fetch = FetchFixture.ofHub(root, hub.front().address());
  }

  @AfterEach
  void end() {
    hub.close();
  }

  private Path place(FetchedSource source) {
    return root.resolve(source.path());
  }

  private List<String> kept() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("sources"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void aModelIsWeightsConfigurationAndTokenizerAtACommit() throws IOException {
    FetchedSource model = fetch.model(MODEL);
    assertThat(model.revision()).isEqualTo(LocalHub.COMMIT);
    assertThat(model.path()).startsWith("sources/org-name-").endsWith("/files");
    assertThat(place(model))
        .isDirectoryContaining("glob:**/config.json")
        .isDirectoryContaining("glob:**/model.safetensors");
    assertThat(place(model).toFile().list()).hasSize(2);
    assertThat(place(model).resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    SourceManifest manifest = SourceManifest.read(place(model).resolveSibling("source.json"));
    assertThat(manifest.files().get("model.safetensors").sha256()).isEqualTo(Digest.of(WEIGHTS));
    assertThat(model.digest()).isEqualTo(manifest.digest());
    assertThat(fetch.waits()).isEmpty();
  }

  @Test
  void picklesAloneAreNoModel() {
    try (LocalHub pickles = new LocalHub().has("config.json", CONFIG).has("a.bin", CONFIG)) {
      var other = FetchFixture.ofHub(root, pickles.front().address());
      assertThatThrownBy(() -> other.model(MODEL))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("spec.model.uri: hf://org/name@main cannot be fetched: ")
          .hasMessageContaining("no model.safetensors but a.bin, pickles");
    }
  }

  @Test
  void whatWasCutOffGoesOnWhereItEnded() throws IOException {
    hub.store().misbehaves(FileServer.cutAfter(2_000_000));
    FetchedSource model = fetch.model(MODEL);
    assertThat(place(model).resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(ranges()).containsExactly(null, "bytes=2000000-");
    assertThat(fetch.waits()).containsExactly(Duration.ofMillis(500));
  }

  private List<String> ranges() {
    return hub.store().requests().stream().map(FileServer.Request::range).toList();
  }

  @Test
  void anotherProcessGoesOnWhereTheLastOneEnded() throws IOException {
    hub.store().misbehaves(FileServer.cutAfter(2_000_000));
    for (int i = 1; i < Persistence.TRIES; i++) {
      hub.store().misbehaves(FileServer.status(503, "later", Map.of()));
    }
    assertThatThrownBy(() -> fetch.model(MODEL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it answered 503: later")
        .hasMessageContaining("last of 8 tries");
    int asked = hub.store().requests().size();
    FetchedSource model = fetch.model(MODEL);
    assertThat(place(model).resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(ranges().subList(asked, ranges().size())).containsExactly("bytes=2000000-");
  }

  @Test
  void aServerThatKnowsNoRangesBeginsAnew() throws IOException {
    hub.store().misbehaves(FileServer.cutAfter(1_000), FileServer.wholeFile());
    assertThat(place(fetch.model(MODEL)).resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
  }

  @Test
  void wrongBytesAreFetchedAnew() throws IOException {
    hub.store().misbehaves(FileServer.wrongBytes(), FileServer.tooMuch());
    assertThat(place(fetch.model(MODEL)).resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
  }

  @Test
  void aSmallFileIsHeldAgainstGit() throws IOException {
    hub.front().misbehaves(FileServer.wholeFile(), FileServer.wrongBytes());
    assertThat(place(fetch.model(MODEL)).resolve("config.json")).hasBinaryContent(CONFIG);
    assertThat(hub.front().requests())
        .filteredOn(r -> r.method().equals("GET") && r.path().endsWith("config.json"))
        .hasSize(2);
  }

  @Test
  void bytesThatStayWrongAreNotKept() throws IOException {
    hub.store()
        .misbehaves(FileServer.wrongBytes(), FileServer.wrongBytes(), FileServer.wrongBytes());
    assertThatThrownBy(() -> fetch.model(MODEL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the bytes of model.safetensors are not those that the service lists")
        .hasMessageContaining(Digest.of(WEIGHTS));
    assertThat(kept()).allMatch(name -> name.startsWith("."));
  }

  @Test
  void whoAsksForTimeGetsIt() throws IOException {
    hub.front().misbehaves(FileServer.status(429, "slow down", Map.of("Retry-After", "7")));
    hub.store()
        .misbehaves(
            FileServer.status(503, "", Map.of("Retry-After", "Thu, 01 Jan 2026 12:01:30 GMT")));
    fetch.model(MODEL);
    assertThat(fetch.waits()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(90));
  }

  @Test
  void dataIsOneFile() throws IOException {
    hub.has("train/rows.jsonl.gz", ROWS).has("test.jsonl", CONFIG);
    FetchedSource rows = fetch.data("hf://datasets/org/name@main/train/rows.jsonl.gz");
    assertThat(place(rows)).hasBinaryContent(ROWS).hasFileName("rows.jsonl.gz");
    assertThatThrownBy(() -> fetch.data("hf://datasets/org/name@main"))
        .hasMessageContaining("2 files could be meant")
        .hasMessageContaining("it has test.jsonl, train/rows.jsonl.gz");
    assertThatThrownBy(() -> fetch.data("hf://datasets/org/name@main/rows.jsonl"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("rows.jsonl is no file of rows");
  }

  @Test
  void theOnlyFileOfRowsNeedsNoPath() throws IOException {
    hub.has("rows.jsonl", ROWS);
    assertThat(place(fetch.data("hf://datasets/org/name@main"))).hasBinaryContent(ROWS);
  }

  @Test
  void anotherRunTakesWhatIsThere() throws IOException {
    FetchedSource first = fetch.model(MODEL);
    int asked = hub.store().requests().size();
    FetchedSource second = fetch.as("87654321-0000").model(MODEL);
    assertThat(second).isEqualTo(first);
    assertThat(hub.store().requests()).hasSize(asked);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void whoComesSecondTakesWhatTheFirstHasMade() throws IOException {
    var other = FetchFixture.ofHub(root, hub.front().address()).as("87654321-0000");
    hub.store()
        .misbehaves(
            (exchange, file) -> {
              other.model(MODEL);
              FileServer.wholeFile().to(exchange, file);
            });
    assertThat(fetch.model(MODEL)).isEqualTo(other.model(MODEL));
    assertThat(kept()).hasSize(1).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void whatADeletedRunBeganIsDeletedByTheNextOne() throws IOException {
    hub.store().misbehaves(FileServer.cutAfter(2_000_000));
    for (int i = 1; i < Persistence.TRIES; i++) {
      hub.store().misbehaves(FileServer.status(503, "later", Map.of()));
    }
    var deleted = FetchFixture.ofHub(root, hub.front().address()).as("87654321-0000");
    assertThatThrownBy(() -> deleted.model(MODEL)).isInstanceOf(IOException.class);
    hub.has("rows.jsonl", ROWS);
    fetch.data("hf://datasets/org/name@main");
    assertThat(kept()).as("it may still live").hasSize(2);

    try (Stream<Path> files = Files.walk(root.resolve("sources"))) {
      for (Path file : files.toList()) {
        Instant old = FetchFixture.NOW.minus(Duration.ofDays(8));
        Files.setLastModifiedTime(file, FileTime.from(old));
      }
    }
    fetch.model(MODEL);
    assertThat(kept()).hasSize(2).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void whatWasChangedOnTheVolumeIsNotTaken() throws IOException {
    FetchedSource model = fetch.model(MODEL);
    Files.write(place(model).resolve("config.json"), new byte[2]);
    assertThatThrownBy(() -> fetch.model(MODEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("config.json is not what was fetched any more: delete the folder");
  }

  @Test
  void aNameThatLeadsOutIsRefused() {
    hub.has("..jsonl", ROWS);
    assertThatThrownBy(() -> fetch.data("hf://datasets/org/name@main/..jsonl"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the file name '..jsonl' cannot be kept");
  }
}
