/*
 * Time turns round a wheel. Each stream has a place on it and is due a token whenever the wheel passes: at one common
 * step where all places are 0, or each in its own phase where they are random. Deadlines are absolute.
 */
#ifndef WHEEL_H
#define WHEEL_H

#include "loopback.h"

struct place {
  uint64_t phase_ns;
  uint64_t since_ns; /* when the stream took it: an earlier deadline isn't its own */
  void *stream;      /* null where free */
};

static struct {
  struct place *places;
  struct place **free;
  long count, free_count, next;
  uint64_t turn_ns, turn_start_ns;
  uint64_t active_ns, active_since_ns; /* time with at least one stream */
} wheel;

static uint64_t random_state = 88172645463325252u;

static inline uint64_t random_below(uint64_t limit) { /* xorshift64, Marsaglia 2003 */
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state % limit;
}

static inline int by_phase(const void *a, const void *b) {
  uint64_t x = ((const struct place *)a)->phase_ns, y = ((const struct place *)b)->phase_ns;
  return (x > y) - (x < y);
}

static inline void make_wheel(long places, uint64_t turn_ns, bool own_phase) {
  wheel.places = calloc((size_t)places, sizeof *wheel.places);
  wheel.free = calloc((size_t)places, sizeof *wheel.free);
  if (wheel.places == NULL || wheel.free == NULL) fail("wheel");
  wheel.count = wheel.free_count = places;
  wheel.turn_ns = turn_ns;
  for (long i = 0; i < places; i++) wheel.places[i].phase_ns = own_phase ? random_below(turn_ns) : 0;
  qsort(wheel.places, (size_t)places, sizeof *wheel.places, by_phase);
  for (long i = 0; i < places; i++) wheel.free[i] = &wheel.places[places - 1 - i];
  /* Streams that begin one after the other aren't to be neighbours in time as well. */
  for (long i = places - 1; own_phase && i > 0; i--) {
    long j = (long)random_below((uint64_t)i + 1);
    struct place *p = wheel.free[i];
    wheel.free[i] = wheel.free[j];
    wheel.free[j] = p;
  }
}

static inline bool idle(void) { return wheel.free_count == wheel.count; }

static inline double active_seconds(void) {
  return (double)(wheel.active_ns + (idle() ? 0 : unix_ns() - wheel.active_since_ns)) / 1e9;
}

/* Only while wheel.free_count isn't 0. */
static inline struct place *take_place(void *stream) {
  uint64_t now = unix_ns();
  if (idle()) {
    wheel.active_since_ns = now;
    wheel.turn_start_ns = now - now % wheel.turn_ns;
    wheel.next = 0;
  }
  struct place *p = wheel.free[--wheel.free_count];
  p->stream = stream;
  p->since_ns = now;
  return p;
}

static inline void give_place_back(struct place *p) {
  p->stream = NULL;
  wheel.free[wheel.free_count++] = p;
  if (idle()) wheel.active_ns += unix_ns() - wheel.active_since_ns;
}

static inline void turn_wheel(void) {
  if (++wheel.next < wheel.count) return;
  wheel.next = 0;
  wheel.turn_start_ns += wheel.turn_ns;
}

/* Turns the wheel to the next stream that is due a token, and says when that is. Only while not idle. */
static inline uint64_t next_deadline(void) {
  for (;; turn_wheel()) {
    const struct place *p = &wheel.places[wheel.next];
    uint64_t deadline = wheel.turn_start_ns + p->phase_ns;
    if (p->stream != NULL && deadline >= p->since_ns) return deadline;
  }
}

#endif
