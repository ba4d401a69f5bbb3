package dev.rlhf.operator.observe;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.objects.Errand;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;

/** A view that selects pods by their labels. */
public interface SelectingView extends View {

  /** The pods that have all of these labels. */
  List<Pod> pods(Map<String, String> labels);

  @Override
  default List<Pod> pods(RLHFRun run, Stage stage) {
    return pods(Labels.selecting(run, stage));
  }

  @Override
  default List<Pod> pods(RLHFRun run, Errand errand) {
    return pods(Labels.selecting(run, errand));
  }
}
