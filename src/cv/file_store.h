/* Original files that people uploaded, kept in the data folder under names that the server made.
 *
 * The folder is DATA/files, outside everything that is served; a file leaves only through a route that
 * checked who asks. What a file is called and holds is the database's business. Any thread.
 */
#ifndef CV_FILE_STORE_H
#define CV_FILE_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/uuid.h"

struct config;

/* Writes the bytes to disk (synced) and gives the new file's id. False when the disk refuses; nothing is
 * left. */
bool file_store_save(const struct config *config, const char *bytes, size_t length, char id[UUID_TEXT_SIZE]);
/* An open descriptor for reading, or -1. */
int file_store_open(const struct config *config, const char *id);
/* The whole file in malloc'ed memory, or NULL. */
char *file_store_load(const struct config *config, const char *id, size_t *length);
void file_store_remove(const struct config *config, const char *id);

#endif
