package dev.rlhf.contract;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What an attempt began with: the content of {@code begun.json}, written before its first step. It
 * cuts off whatever an earlier attempt writes that was thought dead: nobody reads that any more.
 *
 * @param from the checkpoint that it goes on from; null where it begins anew
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttemptStart(int attempt, String pod, Base from) {

  /**
   * A checkpoint of an earlier attempt.
   *
   * @param attempt the name of that attempt's folder
   */
  public record Base(String attempt, long step, String digest) {}
}
