package dev.rlhf.operator.decide;

import dev.rlhf.operator.observe.Reason;

/**
 * How an errand is spoken of.
 *
 * @param working why the run waits while it is done
 * @param doing what its Job does, after the Job's name
 * @param failing why the run waits when it failed and is tried again
 * @param refused why the run stalls when no try can help
 * @param remedy what to do then
 */
record ErrandTerms(Reason working, String doing, Reason failing, Reason refused, String remedy) {}
