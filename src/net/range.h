/* Byte ranges of a file (RFC 9110, section 14), one range at a time. Private to src/net/. */
#ifndef NET_RANGE_H
#define NET_RANGE_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>

struct exchange;

/* Reads "bytes=a-b" against `size`. False when the header is absent, malformed or has several ranges: the
 * whole is sent. An unsatisfiable range gives *length 0. */
bool range_parse(const char *header, uint64_t size, uint64_t *offset, uint64_t *length);
/* A response of the file or of the range that the request asks for; sets the status and takes the descriptor.
 */
struct MHD_Response *range_respond(struct exchange *exchange, int fd, uint64_t size);

#endif
