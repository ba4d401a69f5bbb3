/** The check that an API server makes of a manifest, for a machine without one. */
package dev.rlhf.trainer.local.manifest;
