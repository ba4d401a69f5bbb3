/** How much memory a stage takes at its peak, foreseen from its model and settings. */
package dev.rlhf.trainer.memory;
