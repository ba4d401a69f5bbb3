/** The RLHFRun resource: what a user writes, and what the operator answers in its status. */
package dev.rlhf.manifest;
