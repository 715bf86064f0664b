/* One range at a time: pdf.js and media elements ask for no more, and several at once were a way to make
 * servers work (CVE-2011-3192). */
#include "net/range.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/answer.h"
#include "net/exchange.h"

/* Digits only, so that strtoull's signs and spaces stay out. */
static bool take_number(const char **text, uint64_t *number) {
    if (!isdigit((unsigned char)**text) || strspn(*text, "0123456789") > 18)
        return false;
    char *end;
    *number = strtoull(*text, &end, 10);
    *text = end;
    return true;
}

bool range_parse(const char *header, uint64_t size, uint64_t *offset, uint64_t *length) {
    if (header == NULL || strncmp(header, "bytes=", 6) != 0)
        return false;
    const char *text = header + 6;
    uint64_t first = 0;
    uint64_t last = size > 0 ? size - 1 : 0;
    bool has_first = take_number(&text, &first);
    if (*text++ != '-')
        return false;
    uint64_t number;
    bool has_last = take_number(&text, &number);
    if (*text != '\0' || (!has_first && !has_last) || (has_first && has_last && number < first))
        return false;
    if (!has_first)
        first = number < size ? size - number : 0;
    else if (has_last && number < last)
        last = number;
    bool empty_suffix = !has_first && number == 0;
    *offset = first;
    *length = first < size && !empty_suffix ? last - first + 1 : 0;
    return true;
}

static struct MHD_Response *refuse(struct exchange *exchange, int fd, uint64_t size) {
    close(fd);
    exchange->response.status = MHD_HTTP_RANGE_NOT_SATISFIABLE;
    struct MHD_Response *answer =
        MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
    answer_put(answer, "Content-Range", arena_printf(exchange->request.arena, "bytes */%" PRIu64, size));
    return answer;
}

struct MHD_Response *range_respond(struct exchange *exchange, int fd, uint64_t size) {
    uint64_t offset = 0;
    uint64_t length = size;
    bool partial = range_parse(request_header(&exchange->request, "Range"), size, &offset, &length) &&
                   request_header(&exchange->request, "If-Range") == NULL;
    if (!partial) {
        offset = 0;
        length = size;
    }
    if (partial && length == 0)
        return refuse(exchange, fd, size);
    struct MHD_Response *answer = MHD_create_response_from_fd_at_offset64(length, fd, offset);
    if (answer == NULL)
        abort();
    answer_put(answer, "Accept-Ranges", "bytes");
    exchange->response_hidden.length = length;
    exchange->response.status = partial ? MHD_HTTP_PARTIAL_CONTENT : MHD_HTTP_OK;
    if (partial)
        answer_put(answer, "Content-Range",
                   arena_printf(exchange->request.arena, "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, offset,
                                offset + length - 1, size));
    return answer;
}
