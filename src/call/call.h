/* The video call of an interview: the candidate's link and lobby, and who talks to whom.
 *
 * Media goes from browser to browser (WebRTC) or through a Jitsi server; this server only passes their
 * messages on. REST changes what is stored: links, guests and their state. What is only true now, who is in
 * the room, lives in `struct call` on the I/O thread and rides on the sockets of live/live.h:
 *
 *   a browser sends   call.join {audio, video}   call.state {audio, video, screen}   call.leave
 *                     call.signal {to, data}     data is not looked at, only passed on
 *   it receives       call.room {peers}          after its own join; call.full when CALL_PEERS_MAX are in
 *                     call.peer_joined {peer}    call.peer_state {peer}   call.peer_left {member}
 *                     call.signal {from, data}
 *   recruiters also   call.guests {connected}    the ids of candidates whose page is open
 *   a candidate also  call.admitted, call.denied, call.ended
 *
 * A peer is {member, name, guest, audio, video, screen}. A candidate who was not admitted can send nothing.
 */
#ifndef CALL_CALL_H
#define CALL_CALL_H

#include <stdbool.h>

#include "net/http.h"

struct live;
struct server;
struct worker;
struct call;

extern const struct route call_routes[];
extern const char *const call_sql[];

enum { CALL_PEERS_MAX = 4 /* a mesh: each browser sends its picture to every other one */ };

struct call *call_create(void);
/* Takes the hooks of `live`. Before server_run. */
void call_attach(struct call *call, struct live *live, struct server *server);
void call_destroy(struct call *call); /* after server_destroy */

/* Fills who.guest_id and who.guest_session_id from the candidate's cookie, if there is a valid one. Worker.
 */
void call_identify_guest(struct request *request);
/* Tells the candidates of an interview that it has ended, and empties the room. Worker, after commit. */
void call_end(struct worker *worker, const char *session_id);

#endif
