/** What is asked over HTTP, by whomever: waits between tries, excerpts of answers. */
package dev.rlhf.trainer.http;
