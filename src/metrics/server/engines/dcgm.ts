import type { GpuNames } from '../engine-names.ts'

const mebibyte = 2 ** 20

/**
 * NVIDIA's DCGM exporter. Source: its etc/default-counters.csv: percent, watts, millijoules since boot, MiB. All GPUs that it
 * exports are read, whether or not the model runs on them.
 */
export const dcgm: GpuNames = {
  source: 'dcgm',
  device: 'UUID',
  gauges: {
    utilisation: { names: ['DCGM_FI_DEV_GPU_UTIL'], across: 'mean', scale: 0.01 },
    power: { names: ['DCGM_FI_DEV_POWER_USAGE'], across: 'sum' },
    memoryUsed: { names: ['DCGM_FI_DEV_FB_USED'], across: 'sum', scale: mebibyte },
    memoryFree: { names: ['DCGM_FI_DEV_FB_FREE'], across: 'sum', scale: mebibyte },
  },
  energy: { names: ['DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION'], joules: 1e-3 },
}
