/**
 * The Llama family: its configuration, weights and formulas, and Hugging Face folders in and out.
 */
package dev.rlhf.trainer.model;
