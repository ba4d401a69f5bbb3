"""The other side of the benchmark: PyTorch and transformers, eager, and TRL's PPOTrainer.

  theirs.py THREADS            lives as long as our side and works when it is told to, by lines as BenchWorker reads them
  theirs.py THREADS --sft ROWS MODEL      TRL's SFTTrainer, until its first step is made (the startup measure)

Both compute on RLHF_DEVICE, cpu or cuda.
"""

import copy
import json
import os
import pathlib
import sys
import threading
import time

os.environ["TRL_EXPERIMENTAL_SILENCE"] = "1"
os.environ["HF_HUB_OFFLINE"] = "1"

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, GenerationConfig

PAD = 0
DEVICE = os.environ["RLHF_DEVICE"]


def language_model(folder):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="sdpa").to(DEVICE)


def scalar_model(folder):
    return AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32, attn_implementation="sdpa").to(DEVICE)


def adamw(model, rate):
    """Matrices decay, as ours do; fused, the fastest there is."""
    decayed = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() <= 1]
    groups = [dict(params=decayed, weight_decay=0.01), dict(params=others, weight_decay=0.0)]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.999), eps=1e-8, fused=True)


def padded(rows, side="right"):
    """Ids and mask of rows, filled up to the longest."""
    width = max(map(len, rows))
    ids, mask = torch.full((len(rows), width), PAD), torch.zeros(len(rows), width, dtype=torch.long)
    for i, row in enumerate(rows):
        place = slice(0, len(row)) if side == "right" else slice(width - len(row), width)
        ids[i, place] = torch.tensor(row)
        mask[i, place] = 1
    return ids.to(DEVICE), mask.to(DEVICE)


def parts(rows, size):
    return [rows[i:i + size] for i in range(0, len(rows), size)]


def learn(model, optimizer):
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0, foreach=True)
    optimizer.step()
    optimizer.zero_grad()


class SftStep:
    def __init__(self, case):
        self.model = language_model(case["model"]).train()
        self.optimizer = adamw(self.model, case["learning_rate"])
        self.rows, self.prompt, self.size = case["dialogues"], case["prompt"], case["micro_batch"]
        self.tokens = sum(len(row) - self.prompt for row in self.rows)

    def run(self):
        for rows in parts(self.rows, self.size):
            ids, mask = padded(rows)
            labels = ids.masked_fill(mask == 0, -100)
            labels[:, :self.prompt] = -100
            self.model(ids, attention_mask=mask, labels=labels, num_items_in_batch=self.tokens, use_cache=False).loss.backward()
        learn(self.model, self.optimizer)


class RmStep:
    def __init__(self, case):
        self.model = scalar_model(case["reward"]).train()
        self.optimizer = adamw(self.model, case["learning_rate"])
        self.pairs, self.size = parts(case["pairs"], 2), case["pair_micro_batch"]

    def run(self):
        for pairs in parts(self.pairs, self.size):
            ids, mask = padded([pair[0] for pair in pairs] + [pair[1] for pair in pairs])
            chosen, rejected = self.model(ids, attention_mask=mask, use_cache=False).logits.chunk(2)
            (-F.logsigmoid(chosen - rejected).sum() / len(self.pairs)).backward()
        learn(self.model, self.optimizer)


class Generation:
    def __init__(self, case, rows):
        self.model = language_model(case["model"]).eval()
        self.ids, self.mask = padded(case["prompts"][:rows], "left")
        self.config = GenerationConfig(
            max_new_tokens=case["new_tokens"], do_sample=True, temperature=1.0, top_k=0, top_p=1.0, pad_token_id=PAD, use_cache=True
        )
        self.model.generation_config.eos_token_id = None

    def run(self):
        with torch.inference_mode():
            out = self.model.generate(self.ids, attention_mask=self.mask, generation_config=self.config)
        assert out.shape[1] == self.ids.shape[1] + self.config.max_new_tokens


class PpoUpdate:
    """Clipped surrogate and clipped value loss; logits of the answers' places alone."""

    def __init__(self, case):
        self.policy, self.critic = language_model(case["model"]).train(), scalar_model(case["reward"]).train()
        self.optimizers = [adamw(model, case["learning_rate"]) for model in (self.policy, self.critic)]
        self.size, self.epochs, self.answer = case["ppo_micro_batch"], case["ppo_epochs"], case["ppo_new_tokens"]
        self.rows = list(zip(case["ppo_prompts"], case["ppo_answers"]))
        with torch.no_grad():
            self.old = [(self.log_probs(part)[0], self.values(part)) for part in parts(self.rows, self.size)]
        torch.manual_seed(3)
        self.advantages = [torch.randn_like(log_probs) for log_probs, _ in self.old]
        self.tokens = len(self.rows) * self.answer

    def batch(self, rows):
        return padded([prompt + answer for prompt, answer in rows], "left")

    def log_probs(self, rows):
        ids, mask = self.batch(rows)
        places = (mask.cumsum(1) - 1).clamp(min=0)
        logits = self.policy(ids, attention_mask=mask, position_ids=places, logits_to_keep=self.answer + 1, use_cache=False).logits[:, :-1]
        actions = ids[:, -self.answer:]
        return logits.gather(2, actions.unsqueeze(2)).squeeze(2) - logits.logsumexp(2), logits

    def values(self, rows):
        ids, mask = self.batch(rows)
        places = (mask.cumsum(1) - 1).clamp(min=0)
        hidden = self.critic.model(ids, attention_mask=mask, position_ids=places, use_cache=False).last_hidden_state
        return self.critic.score(hidden[:, -self.answer - 1:-1]).squeeze(2)

    def run(self):
        for _ in range(self.epochs):
            for rows, (old, old_value), advantage in zip(parts(self.rows, self.size), self.old, self.advantages):
                ratio = (self.log_probs(rows)[0] - old).exp()
                (torch.max(-advantage * ratio, -advantage * ratio.clamp(0.8, 1.2)).sum() / self.tokens).backward()
                value, target = self.values(rows), old_value + advantage
                near = old_value + (value - old_value).clamp(-0.2, 0.2)
                (0.5 * torch.max((value - target) ** 2, (near - target) ** 2).sum() / self.tokens).backward()
            for model, optimizer in zip((self.policy, self.critic), self.optimizers):
                learn(model, optimizer)


class TrlIteration:
    """TRL's PPOTrainer, which goes on by one iteration when it is asked to; it waits in a callback between them.

    Without gradient checkpointing and bf16, which cost time on a CPU, and with as large a batch as ours in every forward pass. TRL makes one
    optimizer step of an epoch however it is cut, and so do ours here.
    """

    def __init__(self, case):
        import datasets
        import tokenizers
        from transformers import PreTrainedTokenizerFast, TrainerCallback
        from trl.experimental.ppo import PPOConfig, PPOTrainer

        go, done = threading.Semaphore(0), threading.Semaphore(0)
        self.go, self.done = go, done
        policy = language_model(case["model"])
        vocabulary = {"<pad>": PAD, "</s>": 2}
        words = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="<pad>"))
        fills = PreTrainedTokenizerFast(tokenizer_object=words, pad_token="<pad>", eos_token="</s>", padding_side="left")
        rows, size = case["ppo_prompts"], case["ppo_micro_batch"]
        settings = PPOConfig(
            output_dir=str(pathlib.Path(case["scratch"]) / "trl"),
            learning_rate=case["learning_rate"],
            per_device_train_batch_size=size,
            gradient_accumulation_steps=len(rows) // size,
            num_mini_batches=1,
            num_ppo_epochs=case["ppo_epochs"],
            local_rollout_forward_batch_size=len(rows),
            response_length=case["ppo_new_tokens"],
            temperature=1.0,
            total_episodes=len(rows) * 1000,
            num_sample_generations=0,
            gradient_checkpointing=False,
            bf16=False,
            use_cpu=DEVICE == "cpu",
            report_to=[],
            save_strategy="no",
            disable_tqdm=True,
            logging_strategy="no",
        )

        class Waits(TrainerCallback):
            def on_step_end(self, *given, **named):
                done.release()
                go.acquire()

        trainer = PPOTrainer(
            settings,
            fills,
            model=policy,
            ref_model=copy.deepcopy(policy),
            reward_model=scalar_model(case["reward"]),
            value_model=scalar_model(case["reward"]),
            train_dataset=datasets.Dataset.from_dict({"input_ids": rows}),
            callbacks=[Waits()],
        )
        threads = torch.get_num_threads()

        def train():
            torch.set_num_threads(threads)
            go.acquire()
            try:
                trainer.train()
            except BaseException as e:  # whatever ends it must not leave the benchmark waiting
                print(f"TRL ended: {e!r}", file=sys.stderr, flush=True)
                os._exit(1)

        threading.Thread(target=train, daemon=True).start()

    def run(self):
        self.go.release()
        self.done.acquire()


class Checkpoint:
    """Weights and both moments by safetensors' own functions, synced as ours are; loading copies into a model, as ours does."""

    def __init__(self, case, loads):
        self.case, self.loads = case, loads
        self.model = language_model(case["model"])
        self.optimizer = adamw(self.model, 1e-5)
        for parameter in self.model.parameters():
            parameter.grad = torch.zeros_like(parameter)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.folder = pathlib.Path(case["scratch"], "theirs")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.names = [name for name, _ in self.model.named_parameters()]
        self.save()

    def run(self):
        self.load() if self.loads else self.save()

    def moments(self):
        state = self.optimizer.state
        return {f"{kind}.{name}": state[p][kind] for name, p in self.model.named_parameters() for kind in ("exp_avg", "exp_avg_sq")}

    def save(self):
        weights = {name: p.detach() for name, p in self.model.named_parameters()}
        for file, tensors in (("model.safetensors", weights), ("optimizer.safetensors", self.moments())):
            path = self.folder / file
            path.unlink(missing_ok=True)
            save_file(tensors, path)
            with open(path, "rb+") as written:
                os.fsync(written.fileno())

    def load(self):
        """A model and its moments as fresh tensors, filled from the files."""
        weights, moments = (load_file(self.folder / f"{kind}.safetensors", device=DEVICE) for kind in ("model", "optimizer"))
        self.loaded = {name: tensor.clone() for name, tensor in {**weights, **moments}.items()}


MEASURES = {
    "sft_step": SftStep,
    "rm_step": RmStep,
    "ppo_update": PpoUpdate,
    "generation_8": lambda case: Generation(case, 8),
    "generation_32": lambda case: Generation(case, 32),
    "ppo_iteration": TrlIteration,
    "peak_memory": TrlIteration,
    "checkpoint_save": lambda case: Checkpoint(case, False),
    "checkpoint_load": lambda case: Checkpoint(case, True),
}


def first_sft_step(rows, model):
    import datasets
    from transformers import AutoTokenizer, TrainerCallback
    from trl import SFTConfig, SFTTrainer

    class Leaves(TrainerCallback):
        def on_step_end(self, *given, **named):
            print("first step", flush=True)
            os._exit(0)

    scratch = pathlib.Path(rows).parent / "trl"
    settings = SFTConfig(
        output_dir=str(scratch),
        per_device_train_batch_size=8,
        max_length=512,
        gradient_checkpointing=False,
        bf16=False,
        use_cpu=DEVICE == "cpu",
        report_to=[],
        save_strategy="no",
        logging_strategy="no",
        disable_tqdm=True,
    )
    tokens = AutoTokenizer.from_pretrained(model)
    data = datasets.Dataset.from_list([json.loads(line) for line in open(rows)])
    SFTTrainer(language_model(model), settings, train_dataset=data, processing_class=tokens, callbacks=[Leaves()]).train()


def serve():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer
    asked = json.loads(sys.stdin.readline())
    work = MEASURES[asked["measure"]](json.loads(pathlib.Path(asked["case"]).read_text()))
    print(json.dumps({"seconds": 0}), file=answers, flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        work.run()
        if DEVICE == "cuda":
            torch.cuda.synchronize()
        print(json.dumps({"seconds": time.perf_counter() - begin}), file=answers, flush=True)
    os._exit(0)  # TRL's thread waits for ever


torch.set_num_threads(int(sys.argv[1]))
if sys.argv[2:3] == ["--sft"]:
    first_sft_step(*sys.argv[3:])
else:
    serve()
