/* Who is in which room now: the I/O thread's side of the call. The HTTP side asks for changes through
 * call_post_*. */
#ifndef CALL_CALL_ROOM_H
#define CALL_CALL_ROOM_H

#include <stdbool.h>

struct call;

/* Lets a candidate's sockets take part, or no longer. Any thread; acts soon, before anything that follows on
 * the same thread's requests. */
void call_post_admission(struct call *call, const char *guest_id, bool admitted);

#endif
