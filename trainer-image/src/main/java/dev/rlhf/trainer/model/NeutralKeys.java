package dev.rlhf.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.Set;

/**
 * The keys of any family's config.json that are supported with one value only, or that change
 * nothing.
 */
final class NeutralKeys {

  /** Keys that change the model, each with the value for which it does not. */
  private static final Map<String, JsonNode> SINGLE_VALUED =
      Map.ofEntries(
          Map.entry("is_encoder_decoder", BooleanNode.FALSE),
          Map.entry("add_cross_attention", BooleanNode.FALSE),
          Map.entry("tie_encoder_decoder", BooleanNode.FALSE),
          Map.entry("use_bfloat16", BooleanNode.FALSE),
          Map.entry("torchscript", BooleanNode.FALSE),
          Map.entry("chunk_size_feed_forward", IntNode.valueOf(0)),
          Map.entry("pruned_heads", JsonNodeFactory.instance.objectNode()));

  /** Keys about origin, labels, tokens and outputs; the stored type is in the weights' headers. */
  private static final Set<String> METADATA =
      Set.of(
          "_name_or_path",
          "_model_name_or_path",
          "name_or_path",
          "_commit_hash",
          "_attn_implementation",
          "_attn_implementation_autoset",
          "attn_implementation",
          "_flash_attn_2_enabled",
          "transformers_version",
          "transformers.js_config",
          "unsloth_version",
          "unsloth_fixed",
          "torch_dtype",
          "dtype",
          "use_cache",
          "max_sequence_length",
          "tokenizer_class",
          "bos_token_id",
          "eos_token_id",
          "pad_token_id",
          "unk_token_id",
          "sep_token_id",
          "decoder_start_token_id",
          "num_labels",
          "id2label",
          "label2id",
          "problem_type",
          "finetuning_task",
          "task_specific_params",
          "prefix",
          "return_dict",
          "output_attentions",
          "output_hidden_states",
          "is_decoder",
          "tf_legacy_loss");

  /** Defaults of generation, which old folders have here; each verb has its own settings. */
  private static final Set<String> GENERATION =
      Set.of(
          "max_length",
          "min_length",
          "do_sample",
          "early_stopping",
          "num_beams",
          "num_beam_groups",
          "diversity_penalty",
          "temperature",
          "top_k",
          "top_p",
          "typical_p",
          "repetition_penalty",
          "length_penalty",
          "no_repeat_ngram_size",
          "encoder_no_repeat_ngram_size",
          "bad_words_ids",
          "num_return_sequences",
          "output_scores",
          "return_dict_in_generate",
          "forced_bos_token_id",
          "forced_eos_token_id",
          "remove_invalid_values",
          "exponential_decay_length_penalty",
          "suppress_tokens",
          "begin_suppress_tokens");

  private NeutralKeys() {}

  static void check(ConfigKeys keys) {
    SINGLE_VALUED.forEach(keys::only);
    keys.ignore(METADATA);
    keys.ignore(GENERATION);
  }
}
