/* Delays in buckets of 0.1 us up to 104 ms (later ones count as that), with the exact maximum. */
#ifndef DELAY_HISTOGRAM_H
#define DELAY_HISTOGRAM_H

#include "loopback.h"

enum { delay_buckets = 1 << 20 };

struct delays {
  uint64_t count, max_ns;
  uint32_t buckets[delay_buckets];
};

static inline void add_delay(struct delays *d, uint64_t ns) {
  uint64_t bucket = ns / 100;
  d->buckets[bucket < delay_buckets ? bucket : delay_buckets - 1]++;
  d->count++;
  if (ns > d->max_ns) d->max_ns = ns;
}

static inline double delay_quantile_us(const struct delays *d, double q) {
  uint64_t below = 0, rank = (uint64_t)(q * (double)d->count);
  for (uint64_t i = 0; i < delay_buckets; i++)
    if ((below += d->buckets[i]) > rank) return (double)i / 10;
  return (double)d->max_ns / 1000;
}

static inline int print_delays(char *to, size_t size, const char *name, const struct delays *d) {
  return snprintf(to, size, "\"%s\":{\"p50\":%.1f,\"p99\":%.1f,\"p99_9\":%.1f,\"max\":%.1f}", name,
                  delay_quantile_us(d, 0.5), delay_quantile_us(d, 0.99), delay_quantile_us(d, 0.999),
                  (double)d->max_ns / 1000);
}

#endif
