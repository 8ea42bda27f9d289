/*
 * When each token of each request was handed to the kernel. In the file, for each request in order of arrival:
 * its x-request-id (64 bytes, zero-padded, cut to 63), the number of tokens (u32), and for each token the nanoseconds
 * since 1970 just before its write (u64). All in the machine's byte order, without padding.
 */
#ifndef TRUTH_LOG_H
#define TRUTH_LOG_H

#include "loopback.h"

struct truth {
  char id[64];
  uint32_t count;
  uint64_t *written_ns;
};

static struct truth **truths;
static size_t truth_count;

static inline struct truth *new_truth(uint32_t most_tokens) {
  bool full = (truth_count & (truth_count - 1)) == 0; /* it has grown by doubling */
  if (full) truths = realloc(truths, (truth_count == 0 ? 1 : truth_count * 2) * sizeof *truths);
  struct truth *t = calloc(1, sizeof *t);
  t->written_ns = malloc(most_tokens * sizeof *t->written_ns);
  if (truths == NULL || t->written_ns == NULL) fail("truth log");
  return truths[truth_count++] = t;
}

static inline void write_truth_log(FILE *file) {
  for (size_t i = 0; i < truth_count; i++) {
    fwrite(truths[i]->id, 1, 64, file);
    fwrite(&truths[i]->count, 4, 1, file);
    fwrite(truths[i]->written_ns, 8, truths[i]->count, file);
  }
  if (fflush(file) != 0) fail("truth log");
}

#endif
