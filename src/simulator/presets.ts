import { TareError } from '../errors.ts'
import type { EngineConfig } from './engine.ts'

/**
 * Engines to choose from. Those named after a model are fitted to published figures, which say how that model
 * behaved once on somebody's machine, no more; the others are round numbers, chosen and not measured.
 */
export interface Preset {
  readonly description: string
  readonly engine: EngineConfig
}

const microsecond = 1e3
const millisecond = 1e6
const vllmDefaults = {
  maxSequences: 256,
  maxBatchedTokens: 8192,
  maxModelTokens: 32_768,
  prefixCaching: true,
}

export const presets: Readonly<Record<string, Preset>> = {
  /** TTFT of some tens of milliseconds for a thousand tokens, 12-20 ms between tokens. Chosen, not measured. */
  default: {
    description: 'round numbers: TTFT tens of ms, 12-20 ms between tokens',
    engine: {
      ...vllmDefaults,
      cost: {
        baseNs: 12 * millisecond,
        perSequenceNs: 40 * microsecond,
        perContextTokenNs: 10,
        perPrefillTokenNs: 40 * microsecond,
      },
      blocks: 16_384,
    },
  },
  /** For tests and for load on the client rather than the model. Chosen, not measured. */
  fast: {
    description: 'round numbers: a token every 2 ms, prompts nearly free',
    engine: {
      ...vllmDefaults,
      cost: {
        baseNs: 2 * millisecond,
        perSequenceNs: 1 * microsecond,
        perContextTokenNs: 0,
        perPrefillTokenNs: 500,
      },
      maxSequences: 4096,
      blocks: 131_072,
    },
  },
  /**
   * Llama 3.1 8B Instruct, NIM 1.8.0, as NVIDIA published it (docs.nvidia.com/nim/benchmarking/llm/1.0.0/performance,
   * first table of that model and version). ITL there, against this preset's step at 300 tokens of context: 4.63 ms at
   * concurrency 1 (4.6), 5.19 at 25 (5.3), 5.91 at 50 (6.0), 7.57 at 100 (7.5); from 150 on the published ITL grows
   * faster than any line. A context token is 131,072 bytes of bfloat16 keys and values (32 layers, 8 heads of 128) at
   * an H100's 3.35 TB/s; the blocks are what 80 GB leave beside 16 GB of weights. The prefill cost is chosen so that a
   * hundred prompts of 200 tokens at once take the published TTFT of 120 ms.
   */
  'llama-3.1-8b': {
    description:
      "Llama 3.1 8B fitted to NVIDIA's published NIM 1.8.0 table: 4.6 ms a token alone, 7.5 at 100",
    engine: {
      ...vllmDefaults,
      cost: {
        baseNs: 4.55 * millisecond,
        perSequenceNs: 18 * microsecond,
        perContextTokenNs: 39,
        perPrefillTokenNs: 5.5 * microsecond,
      },
      blocks: 27_000,
    },
  },
  /**
   * Llama 3.1 70B Instruct, NIM 1.3.0, same page. ITL there, against this preset at 300 tokens of context: 13.2 ms at
   * concurrency 1 (12.7), 15.3 at 25 (15.3), 17.4 at 50 (18.0), 23.3 at 100 (23.3), 31.2 at 200 (34.1). A context
   * token is 327,680 bytes (80 layers), read from four GPUs. The prefill cost lies between what TTFT at concurrency 1
   * and at 100 suggest; the number of GPUs and the blocks are chosen.
   */
  'llama-3.1-70b': {
    description: "Llama 3.1 70B fitted to NVIDIA's published NIM 1.3.0 table: 13 ms a token alone, 23 at 100",
    engine: {
      ...vllmDefaults,
      cost: {
        baseNs: 12.6 * millisecond,
        perSequenceNs: 100 * microsecond,
        perContextTokenNs: 24.5,
        perPrefillTokenNs: 25 * microsecond,
      },
      blocks: 25_000,
    },
  },
  /**
   * Llama 2 7B, 4 bits, llama.cpp on a Mac mini M2 Pro's GPU: 28.9 ms a token, 5.9 ms a prompt token
   * (github.com/XiongjieDai/GPU-Benchmarks-on-LLM-Inference, issue 1). Cost of further sequences and limits: chosen.
   */
  laptop: {
    description:
      'Llama 2 7B on a Mac mini M2 Pro by llama.cpp, as one user measured it: 29 ms a token, slow prompts',
    engine: {
      cost: {
        baseNs: 28.9 * millisecond,
        perSequenceNs: 3 * millisecond,
        perContextTokenNs: 2 * microsecond,
        perPrefillTokenNs: 5.9 * millisecond,
      },
      maxSequences: 4,
      maxBatchedTokens: 512,
      blocks: 1024,
      maxModelTokens: 4096,
      prefixCaching: true,
    },
  },
}

/** Looks a preset up; throws a TareError (usage) that lists them. */
export function presetNamed(name: string): Preset {
  if (Object.hasOwn(presets, name)) return presets[name]!
  throw new TareError('usage', `--preset: there is no preset ${JSON.stringify(name)}`, {
    hint: `Choose one of: ${Object.keys(presets).join(', ')}.`,
  })
}
