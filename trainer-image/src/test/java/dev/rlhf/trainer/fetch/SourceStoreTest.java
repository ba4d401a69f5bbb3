package dev.rlhf.trainer.fetch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.plan.FetchConfig.Wanted;
import dev.rlhf.plan.SourceField.Kind;
import dev.rlhf.trainer.InvalidInputException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceStoreTest {
  private static final Wanted ROWS = new Wanted("spec.data.prompts.uri", "s3://a/b", Kind.DATA);

  @TempDir Path root;

  @Test
  void whatHasNoRoomIsNotBegun() {
    var store = new SourceStore(root, "run-1", folder -> 1L << 30, wait -> {}, Clock.systemUTC());
    var file = new RemoteFile("b.jsonl", "b", "1", 3L << 30, Optional.empty());
    Remote never =
        new Remote() {
          @Override
          public Listing list() {
            throw new AssertionError("it was listed already");
          }

          @Override
          public Body open(RemoteFile wanted, long from) {
            throw new AssertionError("there is no room for it");
          }
        };

    assertThatThrownBy(() -> store.keep(ROWS, never, new Listing("1", List.of(file), "b.jsonl")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it takes 3072.0 MiB and the checkpoint volume has 1024.0 MiB left");
  }
}
