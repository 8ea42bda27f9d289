/*
 * Streams chat completions at a steady pace and remembers when it wrote each token: the reference that a client's
 * timestamps are compared with. One thread; one write is one event, one HTTP chunk and one segment. Every stream gets
 * a token each --step-us: all at the same step with --mode stepping (as continuous batching does), each in a phase of
 * its own with --mode own-phase. A late token doesn't move the next one.
 *
 * Options: --port N (0: any), --streams N (512; more at once get a 503), --step-us N (20000), --cpu N,
 * --mode stepping|own-phase, --tokens N (the most a request gets), --spin-us N (how long before a deadline to stop
 * sleeping; default: never sleep while a stream is active), --truth FILE.
 *
 * GET /figures gives its own account of itself as JSON, printed too when it ends on SIGTERM; GET /truth gives the
 * truth log (truth-log.h), written to --truth likewise; GET /v1/models lists one model.
 */
#include "chat-stream.h"
#include "delay-histogram.h"
#include "http-request.h"
#include "truth-log.h"
#include "wheel.h"
#include <limits.h>
#include <signal.h>

struct connection {
  int fd;
  struct input in;
  struct place *place; /* null between requests */
  struct truth *truth;
  uint32_t tokens; /* asked for */
  struct input unsent; /* what the kernel had no room for */
  size_t unsent_from;
};

static struct {
  uint64_t tokens, requests, rejected, deferred, waited_ns;
  struct delays lateness, wake_lateness;
} figures;

static int epoll_fd, listener;
static long most_tokens, spin_ns;
static volatile sig_atomic_t stopping;

static void stop(int signal) {
  (void)signal;
  stopping = 1;
}

static void end_stream(struct connection *c) {
  give_place_back(c->place);
  c->place = NULL;
}

static void drop(struct connection *c) {
  if (c->place != NULL) end_stream(c);
  close(c->fd);
  free(c->in.bytes);
  free(c->unsent.bytes);
  free(c);
}

static void want_to_write(struct connection *c, bool wanted) {
  struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | (wanted ? EPOLLOUT : 0), .data.ptr = c};
  if (epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &event) != 0) fail("epoll_ctl");
}

static void defer(struct connection *c, const char *bytes, size_t length) {
  struct input *u = &c->unsent;
  if (u->length == 0) want_to_write(c, true);
  if (u->length + length > u->capacity) {
    u->capacity = (u->length + length) * 2;
    u->bytes = realloc(u->bytes, u->capacity);
    if (u->bytes == NULL) fail("realloc");
  }
  memcpy(u->bytes + u->length, bytes, length);
  u->length += length;
  figures.deferred++;
}

/* False when the peer is gone. */
static bool put(struct connection *c, const char *bytes, size_t length) {
  ssize_t n = c->unsent.length > 0 ? 0 : send(c->fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (n == (ssize_t)length) return true;
  if (n < 0 && errno != EAGAIN) return false;
  size_t done = n < 0 ? 0 : (size_t)n;
  defer(c, bytes + done, length - done);
  return true;
}

static bool put_unsent(struct connection *c) {
  struct input *u = &c->unsent;
  ssize_t n = send(c->fd, u->bytes + c->unsent_from, u->length - c->unsent_from, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (n < 0) return errno == EAGAIN;
  c->unsent_from += (size_t)n;
  if (c->unsent_from == u->length) {
    u->length = c->unsent_from = 0;
    want_to_write(c, false);
  }
  return true;
}

static void send_token(struct connection *c, uint64_t now) {
  struct truth *t = c->truth;
  const struct text *event = &token_events[t->count % token_variants];
  t->written_ns[t->count++] = now;
  figures.tokens++;
  bool there = put(c, event->bytes, event->length);
  if (there && t->count < c->tokens) return;
  if (there) {
    struct text end = stream_end(t->count);
    there = put(c, end.bytes, end.length);
  }
  if (there)
    end_stream(c);
  else
    drop(c);
}

static size_t figures_json(char *to, size_t size) {
  double active_s = active_seconds();
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  int n = snprintf(to, size,
                   "{\"tokens\":%lu,\"requests\":%lu,\"rejected\":%lu,\"deferred\":%lu,\"active_s\":%.4f,"
                   "\"tokens_per_s\":%.0f,\"busy_share\":%.4f,\"cpu_user_us\":%lu,\"cpu_sys_us\":%lu,",
                   figures.tokens, figures.requests, figures.rejected, figures.deferred, active_s,
                   active_s > 0 ? (double)figures.tokens / active_s : 0,
                   active_s > 0 ? 1 - (double)figures.waited_ns / 1e9 / active_s : 0,
                   timeval_us(usage.ru_utime), timeval_us(usage.ru_stime));
  n += print_delays(to + n, size - (size_t)n, "lateness_us", &figures.lateness);
  n += snprintf(to + n, size - (size_t)n, ",");
  n += print_delays(to + n, size - (size_t)n, "wake_lateness_us", &figures.wake_lateness);
  return (size_t)(n + snprintf(to + n, size - (size_t)n, "}\n"));
}

static bool reply(struct connection *c, const char *status, const char *type, const char *body, size_t length) {
  char head[256];
  int n = snprintf(head, sizeof head, "HTTP/1.1 %s\r\ncontent-type: %s\r\ncontent-length: %zu\r\n\r\n",
                   status, type, length);
  return put(c, head, (size_t)n) && put(c, body, length);
}

static bool reply_truth(struct connection *c) {
  char *bytes;
  size_t length;
  FILE *file = open_memstream(&bytes, &length);
  write_truth_log(file);
  fclose(file);
  bool there = reply(c, "200 OK", "application/octet-stream", bytes, length);
  free(bytes);
  return there;
}

static uint32_t tokens_asked_for(const char *body) {
  const char *field = strstr(body, "\"max_tokens\"");
  if (field == NULL) field = strstr(body, "\"max_completion_tokens\"");
  const char *colon = field == NULL ? NULL : strchr(field, ':');
  long asked = colon == NULL ? 128 : strtol(colon + 1, NULL, 10);
  return (uint32_t)(asked < 1 ? 1 : asked > most_tokens ? most_tokens : asked);
}

static bool begin_stream(struct connection *c, const char *head, const char *body) {
  static const char busy[] = "{\"error\":{\"message\":\"more streams at once than --streams\"}}";
  if (wheel.free_count == 0) {
    figures.rejected++;
    return reply(c, "503 Service Unavailable", "application/json", busy, sizeof busy - 1);
  }
  figures.requests++;
  c->tokens = tokens_asked_for(body);
  c->truth = new_truth(c->tokens);
  header_value(head, body, "x-request-id", c->truth->id, sizeof c->truth->id);
  c->place = take_place(c);
  return put(c, stream_head.bytes, stream_head.length);
}

static bool answer(struct connection *c, size_t head) {
  static const char models[] =
      "{\"object\":\"list\",\"data\":[{\"id\":\"" CHAT_MODEL "\",\"object\":\"model\"}]}";
  const char *bytes = c->in.bytes;
  char json[1024];
  if (strncmp(bytes, "POST ", 5) == 0) return begin_stream(c, bytes, bytes + head);
  if (strncmp(bytes, "GET /truth ", 11) == 0) return reply_truth(c);
  if (strncmp(bytes, "GET /v1/models ", 15) == 0)
    return reply(c, "200 OK", "application/json", models, sizeof models - 1);
  if (strncmp(bytes, "GET /figures ", 13) == 0)
    return reply(c, "200 OK", "application/json", json, figures_json(json, sizeof json));
  return reply(c, "404 Not Found", "application/json", "{}", 2);
}

static void serve(struct connection *c, uint32_t events) {
  bool there = (events & EPOLLOUT) == 0 || put_unsent(c);
  if (there && (events & ~(uint32_t)EPOLLOUT) != 0) there = read_input(c->fd, &c->in);
  size_t head = there && c->place == NULL ? complete_head(&c->in) : 0;
  if (head > 0) {
    there = answer(c, head);
    c->in.length = 0;
  }
  if (!there) drop(c);
}

static void accept_all(void) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    struct connection *c = calloc(1, sizeof *c);
    c->fd = fd;
    set_no_delay(fd);
    watch(epoll_fd, fd, EPOLLIN | EPOLLRDHUP, c);
  }
}

/* Serves what has come, waiting for at most `timeout_ns`. Whether anything had. */
static bool poll_sockets(int64_t timeout_ns) {
  struct epoll_event events[64];
  struct timespec timeout = {timeout_ns / 1000000000, timeout_ns % 1000000000};
  int n = epoll_pwait2(epoll_fd, events, 64, &timeout, NULL);
  for (int i = 0; i < n; i++) {
    if (events[i].data.ptr == NULL)
      accept_all();
    else
      serve(events[i].data.ptr, events[i].events);
  }
  return n > 0;
}

/* Waits for the deadline, or for less when a request came. */
static void wait_for(uint64_t deadline, uint64_t from) {
  enum { too_close_to_poll_ns = 2000 };
  uint64_t now = from;
  bool served = false;
  while (now < deadline && !served && !stopping) {
    uint64_t left = deadline - now;
    if (left > (uint64_t)spin_ns)
      served = poll_sockets((int64_t)(left - (uint64_t)spin_ns));
    else if (left > too_close_to_poll_ns)
      served = poll_sockets(0);
    uint64_t then = now;
    now = unix_ns();
    if (!served) figures.waited_ns += now - then;
  }
}

static void stream_tokens(void) {
  bool woken = false;
  for (int since_poll = 0; !idle() && !stopping;) {
    uint64_t deadline = next_deadline(), now = unix_ns();
    if (now < deadline) {
      wait_for(deadline, now);
      since_poll = 0;
      woken = true;
      continue;
    }
    add_delay(&figures.lateness, now - deadline);
    if (woken) add_delay(&figures.wake_lateness, now - deadline);
    woken = false;
    struct connection *c = wheel.places[wheel.next].stream;
    turn_wheel();
    send_token(c, now);
    if (++since_poll < 64) continue;
    poll_sockets(0);
    since_poll = 0;
  }
}

static void report(const char *truth_file) {
  char json[1024];
  fwrite(json, 1, figures_json(json, sizeof json), stdout);
  if (truth_file == NULL) return;
  FILE *file = fopen(truth_file, "wb");
  if (file == NULL) fail(truth_file);
  write_truth_log(file);
  fclose(file);
}

int main(int argc, char **argv) {
  const char *mode = option(argc, argv, "mode", "stepping");
  bool own_phase = strcmp(mode, "own-phase") == 0;
  if (!own_phase && strcmp(mode, "stepping") != 0) {
    fprintf(stderr, "--mode: neither stepping nor own-phase: %s\n", mode);
    return 2;
  }
  uint64_t step_us = (uint64_t)integer_option(argc, argv, "step-us", 20000);
  make_wheel(integer_option(argc, argv, "streams", 512), step_us * 1000, own_phase);
  most_tokens = integer_option(argc, argv, "tokens", 1 << 20);
  long spin_us = integer_option(argc, argv, "spin-us", -1);
  spin_ns = spin_us < 0 ? LONG_MAX : spin_us * 1000;
  pin_to_cpu((int)integer_option(argc, argv, "cpu", -1));
  prctl(PR_SET_TIMERSLACK, 1);
  struct sigaction on_stop = {.sa_handler = stop};
  sigaction(SIGTERM, &on_stop, NULL);
  sigaction(SIGINT, &on_stop, NULL);
  prepare_chat_stream();
  listener = listen_on_loopback((int)integer_option(argc, argv, "port", 0));
  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  watch(epoll_fd, listener, EPOLLIN, NULL);
  while (!stopping) {
    if (idle())
      poll_sockets(100000000); /* not for ever: the signal may come just before */
    else
      stream_tokens();
  }
  report(option(argc, argv, "truth", NULL));
}
