/** From a manifest to its stages: pure functions, shared by the operator and the local run. */
package dev.rlhf.plan;
