/**
 * The benchmarks of {@code e2e/scale}: the operator as it is shipped, many runs, and a player in
 * place of Job controller and kubelet. No test calls them.
 */
package dev.rlhf.operator.scale;
