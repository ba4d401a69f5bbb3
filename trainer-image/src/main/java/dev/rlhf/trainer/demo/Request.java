package dev.rlhf.trainer.demo;

import dev.rlhf.trainer.tensor.CounterRandom;

/**
 * What somebody asks.
 *
 * @param thing what it is asked about
 * @param form the words, with {@code {task}} in them
 */
record Request(Activity activity, String thing, String form) {

  String text() {
    return form.replace("{task}", activity.task()).replace("{thing}", thing);
  }

  /** A sentence of the answer, with this request's words put in. */
  String fill(String sentence, CounterRandom random) {
    return about(
        sentence
            .replace("{advice}", Draw.one(activity.advice(), random))
            .replace("{afterwards}", Draw.one(activity.afterwards(), random)));
  }

  /** A sentence with this request's thing put in. */
  String about(String sentence) {
    return sentence.replace("{thing}", thing);
  }
}
