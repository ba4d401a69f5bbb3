package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.operator.objects.StageConfigMap;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A setting that may change is edited: the next attempt has it, and none has half of it. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class SettingsTest {
  private static final String EDITED =
      "{\"spec\": {\"stages\": {\"sft\": {\"epochs\": 3}}, \"checkpoints\": {\"everySteps\": 7}}}";
  private static final int STEPS = 12;
  private static final String SAVED =
      Results.ended(1, ExitCode.INTERRUPTED, "a checkpoint was saved", Results.checkpoint(1, 5));

  private static Actors begin(Cluster cluster) {
    var actors = Actors.of(cluster, User.QUICK);
    return actors;
  }

  /** What the pod of a Job reads from the config map that it mounts. */
  private static StageConfig config(Cluster cluster, Job job) throws IOException {
    String name =
        job.getSpec().getTemplate().getSpec().getVolumes().stream()
            .filter(volume -> volume.getConfigMap() != null)
            .map(volume -> volume.getConfigMap().getName())
            .findFirst()
            .orElseThrow();
    return Documents.stageConfig(cluster.configMap(name).getData().get(StageConfigMap.FILE));
  }

  private static int every(Cluster cluster, Job job) throws IOException {
    return config(cluster, job).checkpoints().everySteps();
  }

  private static void interrupts(Actors actors, Job job) {
    actors.nodes().exit(job, 75, SAVED);
    actors.settle();
    actors.clock().advance(Duration.ofSeconds(10));
    actors.settle();
  }

  private static List<String> events(Cluster cluster, String reason) {
    return cluster.events().stream()
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getNote)
        .toList();
  }

  @Test
  void theNextAttemptTakesTheNewSettings(Cluster cluster) throws IOException {
    var actors = begin(cluster);
    Job first = actors.runs(1);
    String before = actors.stage().intent().revision();

    actors.user().edit(EDITED);
    actors.settle();

    String after = actors.stage().nextRevision();
    assertThat(after).isNotNull().isNotEqualTo(before);
    assertThat(actors.stage().intent().revision()).isEqualTo(before);
    assertThat(every(cluster, first)).isEqualTo(100);
    assertThat(events(cluster, "SettingsChanged"))
        .singleElement()
        .asString()
        .contains("attempt 1 keeps the settings of revision " + before, after);

    interrupts(actors, first);

    assertThat(actors.stage().intent().attempt()).isEqualTo(2);
    assertThat(actors.stage().intent().revision()).isEqualTo(after);
    assertThat(actors.stage().nextRevision()).isNull();
    assertThat(every(cluster, actors.job(2))).isEqualTo(7);
    assertThat(events(cluster, "SettingsTaken")).singleElement().asString().contains("attempt 2");
  }

  @Test
  void aSuspensionBringsThemAtOnceAndCostsNothing(Cluster cluster) throws IOException {
    var actors = begin(cluster);
    Job first = actors.runs(1);
    actors.user().edit(EDITED);
    actors.user().suspend(true);
    actors.settle();
    actors.nodes().collect(first);
    actors.settle();
    actors.user().suspend(false);
    actors.settle();

    assertThat(every(cluster, actors.job(2))).isEqualTo(7);
    assertThat(actors.stage().disruptions() + actors.stage().errors()).isZero();
  }

  @Test
  void anAttemptThatIsDecidedOnKeepsWhatWasDecided(Cluster cluster) throws IOException {
    var actors = begin(cluster);
    actors.untilIntended();
    actors.user().edit(EDITED);
    actors.settle();

    assertThat(every(cluster, actors.job(1))).isEqualTo(100);
    assertThat(actors.job(1).getMetadata().getAnnotations())
        .containsValue(actors.stage().intent().configDigest());
    assertThat(actors.stage().nextRevision()).isNotNull();
  }

  @Test
  void whatIsTakenBackIsNoChange(Cluster cluster) {
    var actors = begin(cluster);
    actors.runs(1);
    actors.user().edit(EDITED);
    actors.settle();
    actors
        .user()
        .edit(
            "{\"spec\": {\"stages\": {\"sft\": {\"epochs\": 1}}, \"checkpoints\": {\"everySteps\": 100}}}");
    actors.settle();

    assertThat(actors.stage().nextRevision()).isNull();
  }

  @Test
  void aStageThatIsDoneIsEditedOnlyToRunAgain(Cluster cluster) throws IOException {
    var actors = begin(cluster);
    actors.nodes().exit(actors.runs(1), 0, Results.done(1, STEPS));
    actors.settle();
    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);

    assertThatThrownBy(() -> actors.user().edit(EDITED))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("stages.sft is done");
    actors.user().edit("{\"spec\": {\"stages\": {\"sft\": {\"resources\": {}}}}}");
    actors
        .user()
        .edit(
            "{\"spec\": {\"stages\": {\"sft\": {\"epochs\": 3}}, \"restart\": {\"from\": \"sft\", \"nonce\": \"a\"}}}");
    actors.settle();

    assertThat(actors.stage().intent().attempt()).isEqualTo(2);
    assertThat(config(cluster, actors.job(2)).settings()).hasFieldOrPropertyWithValue("epochs", 3);
    assertThatThrownBy(
            () -> actors.user().edit("{\"spec\": {\"stages\": {\"sft\": {\"batchSize\": 3}}}}"))
        .hasMessageContaining("stages.sft cannot be changed once checkpoints exist, except for");
  }

  @Test
  void aChangeThatComesTooLateIsTold(Cluster cluster) {
    var actors = begin(cluster);
    Job job = actors.runs(1);
    actors.user().edit(EDITED);
    actors.settle();
    actors.nodes().exit(job, 0, Results.done(1, STEPS));
    actors.settle();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(actors.stage().nextRevision()).isNull();
    assertThat(events(cluster, "SettingsUnused")).singleElement().asString().contains("too late");
  }

  /** An earlier revision is nowhere written but in its config map. */
  @Test
  void withoutItsConfigMapAnAttemptIsNotGivenOtherSettings(Cluster cluster) {
    var actors = begin(cluster);
    actors.runs(1);
    String configMap = Names.configMap("quick", Stage.SFT, 0, actors.stage().intent().revision());
    actors.user().edit(EDITED);
    actors.user().delete(cluster.configMap(configMap));
    actors.settle();

    assertThat(cluster.configMap(configMap)).isNull();
    assertThat(actors.stage().intent().attempt()).isEqualTo(1);
  }

  @Test
  void operatorsThatDieAtEachOfTheirWritesGiveEachAttemptOneRevision(Cluster cluster)
      throws IOException {
    var actors = begin(cluster);
    Job first = actors.runs(1);
    var operators = new MortalOperators(cluster, actors.clock(), new History(cluster, "quick"));
    actors.user().edit(EDITED);
    operators.settle();
    actors.nodes().exit(first, 75, SAVED);
    operators.settle();
    actors.clock().advance(Duration.ofSeconds(10));
    operators.settle();

    assertThat(every(cluster, first)).isEqualTo(100);
    assertThat(every(cluster, actors.job(2))).isEqualTo(7);
    assertThat(IntStream.of(1, 2, 3).mapToObj(actors::job).filter(j -> j != null)).hasSize(2);
  }
}
