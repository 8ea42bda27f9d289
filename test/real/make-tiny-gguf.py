"""Writes a llama model of random weights, small enough that the server around it is what takes the time.

    python make-tiny-gguf.py model.gguf

It has a tokenizer that works (SPM with byte tokens) and a chat template, and it never ends a reply of its own accord,
so that a reply is as long as max_tokens says. The same file comes out every time.
"""

import sys

import gguf
import numpy as np

LAYERS, WIDTH, HEADS, KV_HEADS, FEED_FORWARD, CONTEXT = 2, 64, 4, 2, 128, 8192
WORDS = """the of and to in is that it was for on are as with his they at be this have from or one had by word but
not what all were we when your can said there use an each which she do how their if will up other about out many then
them these so some her would make like him into time has look two more write go see number no way could people my than
first water been call who oil its now find long down day did get come made may part café naïve über señor 日本 … 😀"""
CHAT_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant:{% endif %}"
)


def vocabulary() -> tuple[list[str], list[float], list[int]]:
    """Specials, the 256 bytes, then text; a word is reached by merging pairs, so all its beginnings are tokens too."""
    letters = [chr(c) for c in range(33, 127)] + ["▁"]
    texts = dict.fromkeys(letters)
    for word in WORDS.split():
        for end in range(1, len(word) + 1):
            texts.update(dict.fromkeys([word[end - 1], "▁" + word[:end]]))
    types = gguf.TokenType
    tokens = [("<unk>", 0.0, types.UNKNOWN), ("<s>", 0.0, types.CONTROL), ("</s>", 0.0, types.CONTROL)]
    tokens += [(f"<0x{byte:02X}>", 0.0, types.BYTE) for byte in range(256)]
    # SPM merges the pair with the highest score first: the longer, the better.
    tokens += [(text, 10.0 * len(text) - rank / 1000, types.NORMAL) for rank, text in enumerate(texts)]
    return [t for t, _, _ in tokens], [s for _, s, _ in tokens], [int(k) for _, _, k in tokens]


def weights(vocabulary_size: int, never: slice) -> dict[str, np.ndarray]:
    random = np.random.default_rng(1)

    def matrix(rows: int, columns: int) -> np.ndarray:
        return random.normal(0, columns**-0.5, (rows, columns)).astype(np.float32)

    ones = np.ones(WIDTH, np.float32)
    embedding, output = matrix(vocabulary_size, WIDTH), matrix(vocabulary_size, WIDTH)
    # Column 0 of the hidden state is constant (no layer writes to it), which makes output's column 0 a bias.
    embedding[:, 0] = 1
    output[:, 0] = 0
    output[never, 0] = -100
    tensors = {"token_embd.weight": embedding, "output_norm.weight": ones, "output.weight": output}
    for layer in range(LAYERS):
        attention, feed_forward = matrix(WIDTH, WIDTH), matrix(WIDTH, FEED_FORWARD)
        attention[0], feed_forward[0] = 0, 0
        tensors |= {
            f"blk.{layer}.attn_norm.weight": ones,
            f"blk.{layer}.attn_q.weight": matrix(WIDTH, WIDTH),
            f"blk.{layer}.attn_k.weight": matrix(WIDTH // HEADS * KV_HEADS, WIDTH),
            f"blk.{layer}.attn_v.weight": matrix(WIDTH // HEADS * KV_HEADS, WIDTH),
            f"blk.{layer}.attn_output.weight": attention,
            f"blk.{layer}.ffn_norm.weight": ones,
            f"blk.{layer}.ffn_gate.weight": matrix(FEED_FORWARD, WIDTH),
            f"blk.{layer}.ffn_up.weight": matrix(FEED_FORWARD, WIDTH),
            f"blk.{layer}.ffn_down.weight": feed_forward,
        }
    return tensors


def main(path: str) -> None:
    tokens, scores, types = vocabulary()
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny-random")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(True)
    writer.add_chat_template(CHAT_TEMPLATE)
    # Neither the specials nor single bytes, which needn't be valid UTF-8 one after the other.
    for name, tensor in weights(len(tokens), slice(0, 3 + 256)).items():
        writer.add_tensor(name, tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main(sys.argv[1])
