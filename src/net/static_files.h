/* The web application's files, answered on the I/O thread. Private to src/net/.
 *
 * Hashed names under /assets/ may be kept for ever, everything else is asked for again with its ETag. A path
 * without a file extension belongs to the application's own router and gets index.html. Files are opened
 * segment by segment without following links, so nothing outside the folder can be reached.
 */
#ifndef NET_STATIC_FILES_H
#define NET_STATIC_FILES_H

#include <stdbool.h>

struct exchange;

/* Builds the answer from `folder`; false when there is no such file. */
bool static_files_answer(const char *folder, struct exchange *exchange);

#endif
