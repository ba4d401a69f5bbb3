/**
 * Formulas in TorchScript, put together into modules and called; safetensors in and out; random
 * numbers by counter.
 */
package dev.rlhf.trainer.tensor;
