package dev.rlhf.trainer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.contract.ServiceEnvironment;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.fetch.FileServer;
import dev.rlhf.trainer.fetch.LocalBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3PublishTest {
  private static final String MODEL = "aligned/chat/model.safetensors";
  private static final String CONFIG = "aligned/chat/config.json";
  private static final String LINEAGE = "aligned/chat/lineage.json";
  private static final byte[] OTHER = {1, 2, 3};

  private final LocalBucket bucket = new LocalBucket("team");

  @TempDir Path root;
  private PublishFixture publish;

  @BeforeEach
  void begin() throws IOException {
    publish = new PublishFixture(root, bucket.server().address(), 1);
  }

  @AfterEach
  void end() {
    bucket.close();
  }

  private byte[] stored(String key) {
    return bucket.objects().get(key).bytes();
  }

  @Test
  void theModelIsThereAndItsLineageComesLast() throws IOException {
    publish.run();
    assertThat(bucket.writes())
        .containsExactly(CONFIG, MODEL + "#1", MODEL + "#2", MODEL + "#3", MODEL, LINEAGE);

    assertThat(stored(MODEL)).isEqualTo(publish.weights());
    PublishedManifest lineage = PublishedManifest.of(stored(LINEAGE)).orElseThrow();
    assertThat(lineage.checkpoint()).isEqualTo(publish.checkpoint().digest());
    assertThat(lineage.lineage().path("stages")).hasSize(1);
    assertThat(bucket.uploads().open()).isZero();
    assertThat(publish.waits()).isEmpty();
  }

  @Test
  void whatIsThereIsNotSentAgain() throws IOException {
    publish.run();
    int written = bucket.writes().size();
    publish.run();
    assertThat(bucket.writes()).hasSize(written);
    bucket.objects().remove(LINEAGE);
    bucket.objects().remove(CONFIG);
    publish.run();
    assertThat(bucket.writes().subList(written, bucket.writes().size()))
        .containsExactly(CONFIG, LINEAGE);
  }

  @Test
  void anotherModelIsNotWrittenOver() throws IOException {
    publish.run();
    byte[] first = stored(LINEAGE);
    var other = new PublishFixture(root.resolve("other"), bucket.server().address(), 2);
    assertThatThrownBy(other::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "spec.output.uri: s3://team/aligned/chat holds something else, which is not written over");
    assertThat(stored(LINEAGE)).isEqualTo(first);
    bucket.objects().remove(LINEAGE);
    assertThatThrownBy(other::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("s3://team/aligned/chat holds another model.safetensors, which");
    assertThat(stored(MODEL)).isEqualTo(publish.weights());
  }

  @Test
  void whatIsSomebodyElsesIsNamed() {
    bucket.has("aligned/chat/", new byte[0]).has("aligned/chat/notes.txt", OTHER);
    assertThatThrownBy(publish::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holds something else (notes.txt), which is not written over");
    assertThat(bucket.writes()).isEmpty();
  }

  @Test
  void aNeighbourIsNotInTheWay() throws IOException {
    bucket.has("aligned/chat-2/config.json", OTHER).has("aligned/chat/", new byte[0]);
    publish.run();
    assertThat(bucket.objects()).containsKey(LINEAGE);
  }

  @Test
  void whatWasChangedSinceIsSaid() throws IOException {
    publish.run();
    bucket.has(CONFIG, OTHER);
    assertThatThrownBy(publish::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "spec.output.uri: s3://team/aligned/chat/config.json was published there and changed since");
  }

  @Test
  void whoComesMeanwhileIsNotWrittenOver() throws IOException {
    bucket.spoils(
        (exchange, body) -> {
          bucket.has(CONFIG, OTHER);
          LocalBucket.says(412, "PreconditionFailed").to(exchange, body);
        });
    assertThatThrownBy(publish::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holds another config.json");
    assertThat(stored(CONFIG)).isEqualTo(OTHER);
  }

  @Test
  void eachPartIsTriedAgainByItself() throws IOException {
    bucket.spoils(
        FileServer.status(503, "", Map.of("Retry-After", "7")),
        null,
        null,
        LocalBucket.says(503, "SlowDown"),
        (exchange, body) -> exchange.close(),
        LocalBucket.says(400, "BadDigest"),
        null);
    publish.run();
    assertThat(stored(MODEL)).isEqualTo(publish.weights());
    assertThat(bucket.writes()).containsOnlyOnce(MODEL + "#1", MODEL + "#2", MODEL + "#3");
    assertThat(publish.waits())
        .containsExactly(
            Duration.ofSeconds(7),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2));
  }

  @Test
  void anAnswerThatIsLostIsNotMissed() throws IOException {
    bucket.spoils(bucket.doesAndHangsUp(), null, null, null, null, null, bucket.doesAndHangsUp());
    publish.run();
    assertThat(bucket.writes()).containsOnlyOnce(CONFIG, MODEL, LINEAGE);
    assertThat(stored(MODEL)).isEqualTo(publish.weights());
  }

  @Test
  void anErrorThatComesWithSuccessIsOne() throws IOException {
    bucket.spoils(null, null, null, null, null, LocalBucket.says(200, "InternalError"));
    publish.run();
    assertThat(stored(MODEL)).isEqualTo(publish.weights());
    assertThat(publish.waits()).hasSize(1);
  }

  @Test
  void aStoreThatStaysBusyLeavesNoPartsBehind() throws IOException {
    bucket.spoils(null, null);
    for (int i = 0; i < 8; i++) {
      bucket.spoils(LocalBucket.says(503, "SlowDown"));
    }
    assertThatThrownBy(publish::run)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("spec.output.uri: s3://team/aligned/chat cannot be published to: ")
        .hasMessageContaining("it answered 503 (SlowDown)")
        .hasMessageContaining("last of 8 tries");
    assertThat(bucket.uploads().open()).isZero();
    assertThat(bucket.objects()).doesNotContainKey(LINEAGE);

    publish.run();
    assertThat(bucket.writes()).containsOnlyOnce(CONFIG).endsWith(LINEAGE);
  }

  @Test
  void aMissingKeyIsAskedFor() {
    bucket.refuses("AccessDenied");
    assertThatThrownBy(publish::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("spec.output.uri: s3://team/aligned/chat cannot be published to: ")
        .hasMessageContaining("it answered 403")
        .hasMessageContaining(
            "write spec.sources.s3.accessKeyIdSecret and secretAccessKeySecret with a secret that may write it");
  }

  @Test
  void aKeyThatMayOnlyReadIsSaidToNeedMore() {
    publish.with(ServiceEnvironment.ACCESS_KEY_ID, "AKIDEXAMPLE");
    publish.with(ServiceEnvironment.SECRET_KEY, "secret");
    bucket.spoils(LocalBucket.says(403, "AccessDenied"));
    assertThatThrownBy(publish::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it answered 403 (AccessDenied): no")
        .hasMessageContaining("may not write it: have s3:ListBucket, s3:GetObject, s3:PutObject");
    assertThat(bucket.server().requests())
        .allMatch(r -> r.authorization().contains("Credential=AKIDEXAMPLE/"));
  }

  @Test
  void aBucketThatIsNotThereIsNamed() {
    publish.to("s3://other/chat");
    assertThatThrownBy(publish::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it answered 404 (NoSuchBucket)")
        .hasMessageContaining("check the bucket");
  }

  @Test
  void aStoreThatWritesOverIsNotTaken() {
    bucket.spoils(LocalBucket.says(501, "NotImplemented"));
    assertThatThrownBy(publish::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it answered 501 (NotImplemented)")
        .hasMessageContaining("the store does not know what it was asked for");
  }

  @Test
  void aDamagedCheckpointIsNotPublished() throws IOException {
    Files.write(publish.checkpoint().folder().resolve("config.json"), OTHER);
    assertThatThrownBy(publish::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the final checkpoint, is damaged");
    assertThat(bucket.server().requests()).isEmpty();
  }
}
