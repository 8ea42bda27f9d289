/* The bytes of a streamed chat completion as vLLM writes them: each event is one HTTP chunk. */
#ifndef CHAT_STREAM_H
#define CHAT_STREAM_H

#include "loopback.h"

#define CHAT_MODEL "bench/tiny-instruct"
#define CHAT_CHUNK                                                                                           \
  "{\"id\":\"chatcmpl-0123456789abcdef0123456789abcdef\",\"object\":\"chat.completion.chunk\","              \
  "\"created\":1700000000,\"model\":\"" CHAT_MODEL "\",\"choices\":["
#define CHAT_DELTA(delta, reason)                                                                            \
  CHAT_CHUNK "{\"index\":0,\"delta\":{" delta "},\"logprobs\":null,\"finish_reason\":" reason "}]}"

struct text {
  char bytes[1024];
  size_t length;
};

enum { token_variants = 16 };

/* Tokens of different lengths and escapes, so that a client can't get away with comparing to the last one. */
static const char *const token_texts[token_variants] = {" the", " of", "ing", ",", " 42", "\\n\\n", " caf\xc3\xa9", " I",
                                                        "'s", " \\\"no\\\"", ".", " benchmark", "\xe2\x80\xa6", " to",
                                                        " a", " internationalization"};

static struct text stream_head, token_events[token_variants];

static inline void append(struct text *to, const char *bytes) {
  to->length += (size_t)snprintf(to->bytes + to->length, sizeof to->bytes - to->length, "%s", bytes);
}

static inline void append_event(struct text *to, const char *data) {
  to->length += (size_t)snprintf(to->bytes + to->length, sizeof to->bytes - to->length, "%zx\r\ndata: %s\n\n\r\n",
                                 strlen(data) + 8, data);
}

static inline void prepare_chat_stream(void) {
  append(&stream_head, "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
                       "transfer-encoding: chunked\r\n\r\n");
  append_event(&stream_head, CHAT_DELTA("\"role\":\"assistant\",\"content\":\"\"", "null"));
  for (int i = 0; i < token_variants; i++) {
    char data[512];
    snprintf(data, sizeof data, CHAT_DELTA("\"content\":\"%s\"", "null"), token_texts[i]);
    append_event(&token_events[i], data);
  }
}

/* Everything after the last token: finish reason, usage, [DONE] and the last chunk. */
static inline struct text stream_end(uint32_t tokens) {
  struct text end = {.length = 0};
  char usage[512];
  snprintf(usage, sizeof usage,
           CHAT_CHUNK "],\"usage\":{\"prompt_tokens\":8,\"total_tokens\":%u,\"completion_tokens\":%u}}",
           tokens + 8, tokens);
  append_event(&end, CHAT_DELTA("\"content\":\"\"", "\"length\""));
  append_event(&end, usage);
  append_event(&end, "[DONE]");
  append(&end, "0\r\n\r\n");
  return end;
}

#endif
