/** The verbs of the command line. */
package dev.rlhf.trainer.cli;
