/** Models of every known family: configuration, weights, formulas, and Hugging Face folders. */
package dev.rlhf.trainer.model;
