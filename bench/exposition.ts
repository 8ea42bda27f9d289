const families = 250
const bucketsOfEach = 18

/**
 * 5000 series as vLLM writes them, half a megabyte: of `share` of the histograms all buckets change from one step to the
 * next.
 */
export function exposition(step: number, share: number): string {
  const labels = 'engine="0",model_name="meta-llama/Llama-3.1-8B-Instruct"'
  let text = ''
  for (let family = 0; family < families; family++) {
    const name = `vllm:figure_${family}_seconds`
    const value = family < share * families ? 1000 + step * 7 : 1000
    text += `# HELP ${name} Histogram of a time in seconds.\n# TYPE ${name} histogram\n`
    for (let bucket = 0; bucket < bucketsOfEach; bucket++)
      text += `${name}_bucket{${labels},le="${bucket / 4}"} ${value + bucket}.0\n`
    text += `${name}_count{${labels}} ${value}.0\n${name}_sum{${labels}} ${value * 1.5}\n`
  }
  return text
}
