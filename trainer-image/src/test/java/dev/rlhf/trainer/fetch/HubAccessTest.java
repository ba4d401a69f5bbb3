package dev.rlhf.trainer.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.contract.ServiceEnvironment;
import dev.rlhf.plan.Services;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a hub is reached, and what is said where it is not or does not give what was asked for. */
class HubAccessTest {
  private static final String MODEL = "hf://org/name@main";
  private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ROWS = FetchFixture.bytes(5_000);

  private final LocalHub hub =
      new LocalHub().has("config.json", CONFIG).has("model.safetensors", FetchFixture.bytes(3_000));

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

  @Test
  void theTokenIsForTheHubAlone() throws IOException {
    hub.wants("s3cret");
    fetch.with(ServiceEnvironment.HF_TOKEN, "s3cret\n").model(MODEL);
    assertThat(hub.front().requests())
        .isNotEmpty()
        .allMatch(request -> request.authorization().equals("Bearer s3cret"));
    assertThat(hub.store().requests())
        .isNotEmpty()
        .allMatch(request -> request.authorization() == null);
  }

  @Test
  void aMissingTokenIsAskedFor() {
    hub.wants("s3cret");
    assertThatThrownBy(() -> fetch.model(MODEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("spec.model.uri: hf://org/name@main cannot be fetched: ")
        .hasMessageContaining("it answered 401: Invalid username or password.")
        .hasMessageContaining("write spec.sources.huggingFace.tokenSecret")
        .hasMessageContaining("set HF_TOKEN");
  }

  @Test
  void aWrongTokenIsSaidToBeWrong() {
    hub.wants("s3cret");
    fetch.with(ServiceEnvironment.HF_TOKEN, "other");
    assertThatThrownBy(() -> fetch.model(MODEL))
        .hasMessageContaining(
            "the secret that spec.sources.huggingFace.tokenSecret names is not the right one");
    assertThat(hub.front().requests()).hasSize(1);
  }

  @Test
  void aModelWhoseTermsWereNotAcceptedSaysSo() {
    fetch.with(ServiceEnvironment.HF_TOKEN, "mine");
    hub.front().misbehaves(FileServer.status(403, "gated", Map.of("X-Error-Code", "GatedRepo")));
    assertThatThrownBy(() -> fetch.model(MODEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it answered 403 (GatedRepo): gated")
        .hasMessageContaining("accept its terms");
  }

  @Test
  void anUnknownRevisionIsNamed() {
    assertThatThrownBy(() -> fetch.model("hf://org/name@mian"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("spec.model.uri: hf://org/name@mian cannot be fetched: ")
        .hasMessageContaining("it answered 404 (RevisionNotFound)")
        .hasMessageContaining("check the name, the revision and the path");
  }

  @Test
  void aProxyIsAskedInTheHubsPlace() throws IOException {
    var behind =
        new FetchFixture(
            root,
            new Services(
                "http://hub.invalid", null, Services.REGION, "http://" + hub.front().host(), null));
    hub.has("rows.jsonl", ROWS);
    String path = behind.data("hf://datasets/org/name@main").path();
    assertThat(root.resolve(path)).hasBinaryContent(ROWS);
  }

  @Test
  void whatIsNoHubIsSaidToBeNone() {
    try (FileServer other = new FileServer().has("/api/models/org/name/revision/main", CONFIG)) {
      var lost = FetchFixture.ofHub(root, other.address());
      assertThatThrownBy(() -> lost.model(MODEL))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("is no hub: it named no commit");
    }
  }
}
