package dev.rlhf.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What an attempt began with: the content of {@code begun.json}, written before its first step. It
 * cuts off whatever an earlier attempt writes that was thought dead: nobody reads that any more.
 *
 * @param from the checkpoint that it goes on from; null where it begins anew
 * @param passedOver the checkpoints that it could not go on from, each as its attempt's folder and
 *     its own, {@code 1-<pod>/step-5}: no attempt deletes them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttemptStart(int attempt, String pod, Base from, List<String> passedOver) {

  public AttemptStart {
    passedOver = passedOver == null ? List.of() : List.copyOf(passedOver);
  }

  /**
   * A checkpoint of an earlier attempt.
   *
   * @param attempt the name of that attempt's folder
   */
  public record Base(String attempt, long step, String digest) {}
}
