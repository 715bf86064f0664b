#include "temp_store.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"

static void open_store(struct temp_store *temp) {
    char problem[256] = "";
    struct config config = {.data_dir = temp->folder};
    temp->store = db_store_create(&config, problem, sizeof problem);
    if (!temp->store)
        fprintf(stderr, "%s\n", problem);
    assert(temp->store);
    temp->reader = db_open_reader(temp->store);
    assert(temp->reader);
}

void temp_store_close(struct temp_store *temp) {
    db_close(temp->reader);
    db_store_destroy(temp->store);
}

void temp_store_init(struct temp_store *temp) {
    log_set_level(LOG_ERROR);
    strcpy(temp->folder, "/tmp/ic-unit-XXXXXX");
    char *made = mkdtemp(temp->folder);
    assert(made);
    (void)made;
    open_store(temp);
}

void temp_store_reopen(struct temp_store *temp) {
    temp_store_close(temp);
    open_store(temp);
}

void temp_store_remove(struct temp_store *temp) {
    static const char *const names[] = {"database.lock", "interview-copilot.sqlite"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", temp->folder, names[i]);
        unlink(path);
    }
    int failed = rmdir(temp->folder); /* also proves that the log was checkpointed and removed */
    assert(!failed);
    (void)failed;
}

void temp_store_finish(struct temp_store *temp) {
    temp_store_close(temp);
    temp_store_remove(temp);
}
