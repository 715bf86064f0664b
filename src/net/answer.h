/* From a response to MHD's. Private to src/net/. */
#ifndef NET_ANSWER_H
#define NET_ANSWER_H

#include <microhttpd.h>

struct exchange;

/* Builds exchange->answer from exchange->response. On the worker or on the I/O thread. */
void answer_build(struct exchange *exchange);
void answer_put(struct MHD_Response *answer, const char *name, const char *value);
/* The headers that every answer carries: policies, request id, CORS. */
void answer_put_common(const struct exchange *exchange, struct MHD_Response *answer);

#endif
