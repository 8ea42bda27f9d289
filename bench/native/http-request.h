/* Just enough HTTP/1.1 to serve a client that sends one request at a time: no pipelining, no chunked requests. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "loopback.h"
#include <strings.h>

struct input {
  char *bytes;
  size_t length, capacity;
};

enum { largest_request = 64 << 20 };

/* Reads what there is. False once the peer has closed or reset, or sends more than any prompt is worth. */
static inline bool read_input(int fd, struct input *in) {
  if (in->capacity - in->length < 2048) {
    in->capacity = in->capacity == 0 ? 16384 : in->capacity * 2;
    if (in->capacity > largest_request) return false;
    in->bytes = realloc(in->bytes, in->capacity);
    if (in->bytes == NULL) fail("realloc");
  }
  ssize_t n = recv(fd, in->bytes + in->length, in->capacity - in->length - 1, MSG_DONTWAIT);
  if (n > 0) in->length += (size_t)n;
  in->bytes[in->length] = '\0';
  return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Copies the header `name` of the head [start, end) into `value`, cut to its size; the empty string where absent. */
static inline void header_value(const char *start, const char *end, const char *name, char *value, size_t size) {
  size_t name_length = strlen(name);
  value[0] = '\0';
  for (const char *line = start; line < end;) {
    const char *stop = memchr(line, '\r', (size_t)(end - line));
    if (stop == NULL) stop = end;
    if ((size_t)(stop - line) > name_length && line[name_length] == ':' && strncasecmp(line, name, name_length) == 0) {
      const char *from = line + name_length + 1;
      while (from < stop && *from == ' ') from++;
      snprintf(value, size, "%.*s", (int)(stop - from), from);
      return;
    }
    line = stop + 2;
  }
}

/* The length of the head, blank line included, once the whole request (content-length body) is there; else 0. */
static inline size_t complete_head(const struct input *in) {
  const char *blank = in->length == 0 ? NULL : memmem(in->bytes, in->length, "\r\n\r\n", 4);
  if (blank == NULL) return 0;
  char text[24];
  header_value(in->bytes, blank, "content-length", text, sizeof text);
  size_t head = (size_t)(blank - in->bytes) + 4;
  return in->length >= head + strtoul(text, NULL, 10) ? head : 0;
}

#endif
