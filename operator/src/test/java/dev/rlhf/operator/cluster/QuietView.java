package dev.rlhf.operator.cluster;

import dev.rlhf.operator.observe.Complaint;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.operator.observe.QueueNotice;
import dev.rlhf.operator.observe.SelectingView;
import java.util.List;
import java.util.Optional;

/** Where there are objects alone, and nothing was said about them. */
public interface QuietView extends SelectingView {
  @Override
  default Optional<QueueNotice> queueNotice(String jobUid) {
    return Optional.empty();
  }

  @Override
  default Optional<Complaint> complaint(String uid) {
    return Optional.empty();
  }

  @Override
  default List<ProgressSample> progress() {
    return List.of();
  }
}
