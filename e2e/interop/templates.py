"""Renders chat templates as transformers does and writes templates, dialogues and texts as a fixture of the trainer's tests.

    $(e2e/interop/env) e2e/interop/templates.py

The templates are written in the styles that are in use: ChatML, Llama 3, Zephyr, Llama 2, and with the tricks that real ones play.
"""

import json
from pathlib import Path

from transformers.utils.chat_template_utils import render_jinja_template

FIXTURE = Path(__file__).parents[2] / "trainer-image/src/test/resources/templates/rendered.json"
SPECIAL = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>"}

TEMPLATES = {
    "chatml": "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\nBe brief.<|im_end|>\n' }}{% endif %}"
    "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
    "llama3": "{% set loop_messages = messages %}{% for message in loop_messages %}"
    "{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' %}"
    "{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}\n",
    "llama3-dated": """{{- bos_token }}
{%- if not date_string is defined %}
    {%- if strftime_now is defined and false %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "1 Jan 2025" %}
    {%- endif %}
{%- endif %}

{#- The system turn always comes first. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content'] | trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{{- "Today: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
""",
    "zephyr": """{% for message in messages %}
{% if message['role'] == 'user' %}
{{ '<|user|>\n' + message['content'] + eos_token }}
{% elif message['role'] == 'system' %}
{{ '<|system|>\n' + message['content'] + eos_token }}
{% elif message['role'] == 'assistant' %}
{{ '<|assistant|>\n'  + message['content'] + eos_token }}
{% endif %}
{% if loop.last and add_generation_prompt %}
{{ '<|assistant|>' }}
{% endif %}
{% endfor %}""",
    "alternating": "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}"
    "{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{{ bos_token }}"
    "{% for message in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('turns must alternate') }}{% endif %}"
    "{% if loop.index0 == 0 and system_message != false %}{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}"
    "{% else %}{% set content = message['content'] %}{% endif %}"
    "{% if message['role'] == 'user' %}{{ '[INST] ' + content.strip() + ' [/INST]' }}"
    "{% elif message['role'] == 'assistant' %}{{ ' ' + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}",
    "namespace-and-macro": """{%- set ns = namespace(system='', turns=0) -%}
{%- macro mark(name) -%}<{{ name | upper }}>{%- endmacro -%}
{%- for message in messages -%}
  {%- if message.role == 'system' -%}
    {%- set ns.system = message.content -%}
  {%- endif -%}
{%- endfor -%}
{{ bos_token ~ ns.system }}
{%- for message in messages %}
{%- if message.role != 'system' %}
    {%- set ns.turns = ns.turns + 1 %}
{{ mark(message['role']) }} {{ ns.turns }}{% if message.content is string and message.content.startswith('W') %}?{% endif %}: {{ message.content.split('|')[-1].rstrip() }}
{%- if not loop.last %} //{% endif %}
{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
{{ mark('assistant') }} {% endif %}""",
    "strings": "{% for m in messages %}{{ m['content'].replace('a', 'A').lstrip() }}{{ m['role'].title() }}{{ 1 if m.role.upper().endswith('R') else 2 }}"
    "{{ 'is' if 'is' in m['content'] else 'not' }}{{ m.get('name', 'nobody') }}{% if m.tool_calls is defined %}T{% endif %}"
    "{% if not tools %}-{% endif %}{{ '%s' % m.role if false else '' }}{{ m.content|length > 5 and m.role != 'x' if false else '' }}{{ messages|length }}{% endfor %}",
}

DIALOGUES = {
    "question": [("user", "What is a fern?"), ("assistant", "A plant.")],
    "system": [("system", " You are kind. "), ("user", "Hi\n"), ("assistant", " Hello, you.\n\nAll well? "), ("user", "Yes|no"), ("assistant", "Good | fine")],
    "unruly": [("user", "Write {{ 7 * 7 }} {% if %} <b>&amp;</b> 'x' \"y\" \\n {# c #}"), ("assistant", "{{ bos_token }} é 漢字 🙂\t|"), ("user", "a\n\n\nb"), ("assistant", "$& %s")],
    "twice": [("user", "One."), ("user", "Two."), ("assistant", "Three.")],
}


def rendered(template, messages, add_generation_prompt):
    try:
        texts, _ = render_jinja_template([messages], chat_template=template, add_generation_prompt=add_generation_prompt, **SPECIAL)
        return {"text": texts[0]}
    except Exception as refusal:
        return {"refusal": str(refusal)}


def main():
    cases = []
    for name, template in TEMPLATES.items():
        for dialogue, turns in DIALOGUES.items():
            messages = [{"role": role, "content": content} for role, content in turns]
            cases.append(
                {
                    "template": name,
                    "dialogue": dialogue,
                    "whole": rendered(template, messages, False),
                    "prompt": rendered(template, messages[:-1], True),
                }
            )
    dialogues = {name: [{"role": r, "content": c} for r, c in turns] for name, turns in DIALOGUES.items()}
    fixture = {"specialTokens": SPECIAL, "templates": TEMPLATES, "dialogues": dialogues, "cases": cases}
    FIXTURE.parent.mkdir(parents=True, exist_ok=True)
    FIXTURE.write_text(json.dumps(fixture, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(cases)} cases written to {FIXTURE}")


if __name__ == "__main__":
    main()
