/** What {@code demo://} names: a small model and its data, made from a seed. */
package dev.rlhf.trainer.demo;
