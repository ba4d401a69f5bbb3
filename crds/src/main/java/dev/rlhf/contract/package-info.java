/** The stage contract: what goes into a stage's process, and what must come out of it. */
package dev.rlhf.contract;
