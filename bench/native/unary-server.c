/*
 * Answers any request at once with the same small chat completion, so that a client's requests/s are its own.
 * One thread, level-triggered epoll, keep-alive. Options: --port N (0: any), --cpu N, --work-us N (computes that long
 * before each answer, as a server that does something would). Ends on SIGTERM.
 */
#include "http-request.h"
#include "loopback.h"
#include <signal.h>

static const char body[] =
    "{\"id\":\"chatcmpl-0123456789abcdef0123456789abcdef\",\"object\":\"chat.completion\",\"created\":1700000000,"
    "\"model\":\"bench\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Yes.\"},"
    "\"logprobs\":null,\"finish_reason\":\"stop\"}],"
    "\"usage\":{\"prompt_tokens\":8,\"total_tokens\":10,\"completion_tokens\":2}}";

struct connection {
  int fd;
  struct input in;
};

static void accept_all(int epoll, int listener) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    struct connection *c = calloc(1, sizeof *c);
    c->fd = fd;
    set_no_delay(fd);
    watch(epoll, fd, EPOLLIN, c);
  }
}

static uint64_t work_ns;

static bool serve(struct connection *c, const char *reply, size_t length) {
  if (!read_input(c->fd, &c->in)) return false;
  if (complete_head(&c->in) == 0) return true;
  c->in.length = 0;
  for (uint64_t end_ns = unix_ns() + work_ns; unix_ns() < end_ns;);
  return send(c->fd, reply, length, MSG_NOSIGNAL) == (ssize_t)length;
}

int main(int argc, char **argv) {
  char reply[1024];
  int length = snprintf(reply, sizeof reply,
                        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n%s",
                        sizeof body - 1, body);
  pin_to_cpu((int)integer_option(argc, argv, "cpu", -1));
  work_ns = (uint64_t)integer_option(argc, argv, "work-us", 0) * 1000;
  int listener = listen_on_loopback((int)integer_option(argc, argv, "port", 0));
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  watch(epoll, listener, EPOLLIN, NULL);
  struct epoll_event events[256];
  for (;;) {
    int n = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < n; i++) {
      struct connection *c = events[i].data.ptr;
      if (c == NULL) {
        accept_all(epoll, listener);
      } else if (!serve(c, reply, (size_t)length)) {
        close(c->fd);
        free(c->in.bytes);
        free(c);
      }
    }
  }
}
