/* A second thread that stays with its owner and takes part in work that is over in a millisecond, for which
 * starting a thread would take too long.
 *
 * It sleeps until it is called and is then awake, waiting for the next item, until it is dismissed. The owner
 * never waits for a mate that has not begun: it does what nobody has taken. For computing only, and one of
 * the program's threads aside (base/aside.h): when these are taken, the owner works alone.
 */
#ifndef BASE_MATE_H
#define BASE_MATE_H

#include <stdbool.h>
#include <stddef.h>

struct mate;

/* Which of the two threads runs items: each may have memory of its own. */
enum { MATE_OWNER, MATE_HELPER, MATE_LANES };
/* Runs `count` items from `first` on. */
typedef void mate_run(void *context, size_t first, size_t count, size_t lane);

/* NULL when the system has no thread to give; every function takes NULL for a mate that never comes. */
struct mate *mate_create(void);
/* Waits for what it still does. */
void mate_destroy(struct mate *mate);

/* All that follow: the owner, one thread at a time. */
void mate_call(struct mate *mate);
void mate_dismiss(struct mate *mate);
/* Runs the items 0 to count - 1 (at most MATE_ITEMS_MAX), in any order and each once; without a mate that is
 * called, all in one go. False when the mate is held up in one of them, as happens when the system runs
 * something else in its place: all others are done, and until mate_is_free nobody may change what that item
 * reads or touch what it writes. */
enum { MATE_ITEMS_MAX = 65535 };
bool mate_share(struct mate *mate, mate_run *run, void *context, size_t count);
bool mate_is_free(const struct mate *mate);

#endif
