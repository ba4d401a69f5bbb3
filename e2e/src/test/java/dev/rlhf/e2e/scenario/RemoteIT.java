package dev.rlhf.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.e2e.actor.ClusterUser;
import dev.rlhf.e2e.actor.RemoteServices;
import dev.rlhf.e2e.cluster.OnKind;
import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.trainer.fetch.LocalHub;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run starts from a hub and ends in an object store; its token is a wrong one at first. */
@Order(6)
@ExtendWith(OnKind.class)
class RemoteIT {
  private static final String RUN = "remote";
  private static final String TOKEN = "hf_right";

  @Test
  void aRunIsFetchedOnceItsTokenIsRightAndPublishedAtItsEnd(ClusterUser user) throws IOException {
    try (RemoteServices services = RemoteServices.start(TOKEN)) {
      // Given a token that has expired
      user.applies(secret("hub", "expired: hf_wrong, valid: " + TOKEN));
      user.applies(secret("s3", "id: AKIDEXAMPLE, secret: secret"));
      user.applies(
          Resource.manifest(
              RUN,
              Map.of(
                  "HUB", services.hub().address(),
                  "STORE", services.bucket().server().address())));
      RLHFRun refused =
          user.waitsUntil(RUN, "waits", r -> "SourceRefused".equals(r.getStatus().waiting()));
      assertThat(ClusterUser.verdict(refused).type()).isEqualTo("Stalled");
      assertThat(ClusterUser.verdict(refused).message())
          .startsWith("spec.model.uri: hf://org/name@main cannot be fetched: it answered 401")
          .contains("spec.sources.huggingFace.tokenSecret names is not the right one");

      // When the manifest names another one
      user.edits(RUN, "{\"sources\": {\"huggingFace\": {\"tokenSecret\": {\"key\": \"valid\"}}}}");

      // Then the run goes from its sources to its output
      RLHFRun run = user.waitsForTheEnd(RUN);
      assertThat(run.getStatus().phase()).isEqualTo(RunPhase.COMPLETE);
      assertThat(run.getStatus().sources())
          .extracting(FetchedSource::revision)
          .containsOnly(LocalHub.COMMIT)
          .hasSize(2);
      assertThat(run.getStatus().output().uri()).isEqualTo("s3://team/out/tiny");
      List<String> written = services.bucket().writes();
      assertThat(written).contains("out/tiny/config.json", "out/tiny/model.safetensors");
      assertThat(written.get(written.size() - 1)).isEqualTo("out/tiny/lineage.json");
      assertThat(services.bucket().server().requests())
          .allMatch(request -> request.authorization().contains("Credential=AKIDEXAMPLE/"));
    }
  }

  private static String secret(String name, String values) {
    return Resource.manifest("secrets", Map.of("NAME", name, "VALUES", values));
  }
}
