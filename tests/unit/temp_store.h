/* A database in a throw-away folder, for unit tests of code that needs one. */
#ifndef TESTS_TEMP_STORE_H
#define TESTS_TEMP_STORE_H

#include "db/db.h"

struct temp_store {
    char folder[64];
    struct db_store *store;
    struct db *reader;
};

void temp_store_init(struct temp_store *temp);
/* Closes and opens it again, as a restart of the server does. */
void temp_store_reopen(struct temp_store *temp);
/* The two halves of finish. */
void temp_store_close(struct temp_store *temp);
void temp_store_remove(struct temp_store *temp);
void temp_store_finish(struct temp_store *temp);

#endif
