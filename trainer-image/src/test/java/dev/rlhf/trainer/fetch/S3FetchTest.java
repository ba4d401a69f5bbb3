package dev.rlhf.trainer.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.contract.ServiceEnvironment;
import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.plan.Services;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3FetchTest {
  private static final String MODEL = "s3://team/models/llama";
  private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] WEIGHTS = FetchFixture.bytes(3_000_000);
  private static final byte[] ROWS = FetchFixture.bytes(5_000);

  private final LocalBucket bucket =
      new LocalBucket("team")
          .has("models/llama/config.json", CONFIG)
          .has("models/llama/model.safetensors", WEIGHTS)
          .has("models/llama/optimizer.pt", CONFIG)
          .has("models/llama-2/config.json", CONFIG)
          .has("rows/prompts.jsonl", ROWS);

  @TempDir Path root;
  private FetchFixture fetch;

  @BeforeEach
  void begin() {
    var services =
        new Services(Services.HUGGING_FACE, bucket.server().address(), "eu-central-1", null, null);
    fetch = new FetchFixture(root, services);
  }

  @AfterEach
  void end() {
    bucket.close();
  }

  @Test
  void aModelIsAFolderOfObjects() throws IOException {
    FetchedSource model = fetch.model(MODEL);
    Path place = root.resolve(model.path());
    assertThat(place.toFile().list()).containsExactlyInAnyOrder("config.json", "model.safetensors");
    assertThat(place.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(model.revision()).hasSize(64);
    assertThat(bucket.server().requests()).allMatch(request -> request.authorization() == null);
  }

  @Test
  void anotherContentIsAnotherRevisionInAnotherPlace() throws IOException {
    FetchedSource before = fetch.data("s3://team/rows/prompts.jsonl");
    bucket.has("rows/prompts.jsonl", CONFIG);
    FetchedSource after = fetch.data("s3://team/rows/prompts.jsonl");
    assertThat(after.revision()).isNotEqualTo(before.revision());
    assertThat(root.resolve(before.path())).hasBinaryContent(ROWS);
    assertThat(root.resolve(after.path())).hasBinaryContent(CONFIG);
  }

  @Test
  void requestsAreSignedWhereThereIsAKey() throws IOException {
    fetch
        .with(ServiceEnvironment.ACCESS_KEY_ID, "AKIDEXAMPLE")
        .with(ServiceEnvironment.SECRET_KEY, "secret")
        .data("s3://team/rows/prompts.jsonl");
    assertThat(bucket.server().requests())
        .isNotEmpty()
        .allMatch(
            request ->
                request
                    .authorization()
                    .matches("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d+/eu-central-1/s3/.*"));
  }

  @Test
  void whatWasCutOffGoesOnWhereItEnded() throws IOException {
    bucket.server().misbehaves(FileServer.wholeFile(), FileServer.cutAfter(2_000_000));
    FetchedSource model = fetch.model(MODEL);
    assertThat(root.resolve(model.path()).resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(bucket.server().requests())
        .extracting(FileServer.Request::range)
        .contains("bytes=2000000-");
  }

  @Test
  void wrongBytesAreFetchedAnew() throws IOException {
    bucket.server().misbehaves(FileServer.wrongBytes());
    FetchedSource rows = fetch.data("s3://team/rows/prompts.jsonl");
    assertThat(root.resolve(rows.path())).hasBinaryContent(ROWS);
  }

  @Test
  void whoAsksForTimeGetsIt() throws IOException {
    bucket.server().misbehaves(FileServer.status(503, "", Map.of("Retry-After", "7")));
    fetch.data("s3://team/rows/prompts.jsonl");
    assertThat(fetch.waits()).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void whatIsChangedMeanwhileIsNotMixed() {
    bucket
        .server()
        .misbehaves(
            (exchange, file) -> {
              bucket.has("rows/prompts.jsonl", CONFIG);
              FileServer.cutAfter(10).to(exchange, file);
            });
    assertThatThrownBy(() -> fetch.data("s3://team/rows/prompts.jsonl"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it was changed while it was fetched");
  }

  @Test
  void aMissingKeyIsAskedFor() {
    bucket.refuses("AccessDenied");
    assertThatThrownBy(() -> fetch.model(MODEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("spec.model.uri: s3://team/models/llama cannot be fetched: ")
        .hasMessageContaining("it answered 403 (AccessDenied)")
        .hasMessageContaining("write spec.sources.s3.accessKeyIdSecret and secretAccessKeySecret");
  }

  @Test
  void whatIsNotThereIsNamedWithWhatIs() {
    assertThatThrownBy(() -> fetch.data("s3://team/rows/prompts"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("rows/prompts is no file of rows")
        .hasMessageContaining("it has rows/prompts.jsonl");
    assertThatThrownBy(() -> fetch.model("s3://team/models"))
        .hasMessageContaining("it has no model.safetensors");
    assertThatThrownBy(() -> fetch.model("s3://other/models"))
        .hasMessageContaining("it answered 404 (NoSuchBucket)");
  }

  @Test
  void aStoreThatIsNotThereIsNamed() {
    bucket.close();
    assertThatThrownBy(() -> fetch.model(MODEL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the store cannot be reached")
        .hasMessageContaining("last of 8 tries");
  }
}
