/*
 * The floor to compare a client with: what streaming tokens costs when nothing is done with them. Keeps --streams
 * requests in flight over as many connections; epoll and recvmsg with the kernel's receive stamp, bytes counted, the
 * reply's end found by its last five bytes, nothing parsed. Tokens are those that the token sender says it has sent.
 *
 * Options: --port N, --streams N (512), --tokens N a request (256), --seconds N (10), --cpu N. Prints one JSON line.
 */
#include "loopback.h"
#include <linux/net_tstamp.h>

static char request[1024], received[1 << 16];
static int request_length;
static uint64_t requests, reads, bytes, latest_stamp_ns;

struct meter {
  uint64_t at_ns, tokens, requests, reads, bytes, cpu_user_us, cpu_sys_us;
};

static uint64_t tokens_sent(int port) {
  static const char get[] = "GET /figures HTTP/1.1\r\nhost: bench\r\n\r\n";
  char reply[4096];
  size_t length = 0;
  int fd = connect_to_loopback(port);
  if (send(fd, get, sizeof get - 1, 0) < 0) fail("send");
  do {
    ssize_t n = recv(fd, reply + length, sizeof reply - 1 - length, 0);
    if (n <= 0) fail("figures");
    length += (size_t)n;
    reply[length] = '\0';
  } while (strchr(reply, '}') == NULL);
  close(fd);
  const char *tokens = strstr(reply, "\"tokens\":");
  if (tokens == NULL) fail("figures without tokens");
  return strtoull(tokens + 9, NULL, 10);
}

static struct meter read_meter(int port) {
  struct meter m = {.tokens = tokens_sent(port), .requests = requests, .reads = reads, .bytes = bytes};
  struct rusage usage;
  m.at_ns = unix_ns();
  getrusage(RUSAGE_SELF, &usage);
  m.cpu_user_us = timeval_us(usage.ru_utime);
  m.cpu_sys_us = timeval_us(usage.ru_stime);
  return m;
}

static void ask(int fd) {
  if (send(fd, request, (size_t)request_length, MSG_NOSIGNAL) != request_length) fail("send");
}

static ssize_t receive(int fd) {
  char control[128];
  struct iovec vector = {received, sizeof received};
  struct msghdr message = {
      .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  ssize_t n = recvmsg(fd, &message, MSG_DONTWAIT);
  const struct cmsghdr *header = n > 0 ? CMSG_FIRSTHDR(&message) : NULL;
  if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_TIMESTAMPING) {
    const struct timespec *stamp = (const void *)CMSG_DATA(header);
    latest_stamp_ns = (uint64_t)stamp->tv_sec * 1000000000u + (uint64_t)stamp->tv_nsec;
  }
  return n;
}

static void serve_until(int epoll, uint64_t end_ns) {
  struct epoll_event events[256];
  while (unix_ns() < end_ns) {
    int n = epoll_wait(epoll, events, 256, 100);
    for (int i = 0; i < n; i++) {
      ssize_t got = receive(events[i].data.fd);
      if (got < 0 && errno == EAGAIN) continue;
      if (got <= 0) fail("recvmsg");
      reads++;
      bytes += (uint64_t)got;
      if (got >= 5 && memcmp(received + got - 5, "0\r\n\r\n", 5) == 0) {
        requests++;
        ask(events[i].data.fd);
      }
    }
  }
}

static int open_stream(int epoll, int port) {
  int fd = connect_to_loopback(port);
  int flags = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
  if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &flags, sizeof flags) != 0) fail("SO_TIMESTAMPING");
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) fail("epoll_ctl");
  return fd;
}

static void print_difference(const struct meter *a, const struct meter *b) {
  double tokens = (double)(b->tokens - a->tokens), seconds = (double)(b->at_ns - a->at_ns) / 1e9;
  uint64_t user = b->cpu_user_us - a->cpu_user_us, sys = b->cpu_sys_us - a->cpu_sys_us;
  printf("{\"tokens\":%.0f,\"requests\":%lu,\"reads\":%lu,\"bytes\":%lu,\"wall_s\":%.4f,\"tokens_per_s\":%.0f,"
         "\"cpu_user_us\":%lu,\"cpu_sys_us\":%lu,\"cpu_us_per_token\":%.3f,\"cpu_share\":%.4f,\"stamped\":%s}\n",
         tokens, b->requests - a->requests, b->reads - a->reads, b->bytes - a->bytes, seconds, tokens / seconds, user,
         sys, (double)(user + sys) / tokens, (double)(user + sys) / 1e6 / seconds,
         latest_stamp_ns == 0 ? "false" : "true");
}

int main(int argc, char **argv) {
  int port = (int)integer_option(argc, argv, "port", 0), streams = (int)integer_option(argc, argv, "streams", 512);
  long tokens = integer_option(argc, argv, "tokens", 256), seconds = integer_option(argc, argv, "seconds", 10);
  pin_to_cpu((int)integer_option(argc, argv, "cpu", -1));
  char body[256];
  int body_length = snprintf(body, sizeof body,
                             "{\"model\":\"bench\",\"stream\":true,\"max_tokens\":%ld,"
                             "\"messages\":[{\"role\":\"user\",\"content\":\"Count.\"}]}", tokens);
  request_length = snprintf(request, sizeof request,
                            "POST /v1/chat/completions HTTP/1.1\r\nhost: bench\r\nx-request-id: bare\r\n"
                            "content-type: application/json\r\ncontent-length: %d\r\n\r\n%s", body_length, body);
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  for (int i = 0; i < streams; i++) ask(open_stream(epoll, port));
  serve_until(epoll, unix_ns() + 500000000u);
  struct meter start = read_meter(port);
  serve_until(epoll, unix_ns() + (uint64_t)seconds * 1000000000u);
  struct meter end = read_meter(port);
  print_difference(&start, &end);
}
