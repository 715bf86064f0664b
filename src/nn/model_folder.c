#include "nn/model_folder.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { JSON_BYTES_MAX = 64 << 20 }; /* a tokenizer of 250,000 pieces has 17 MB */

void model_folder_fail(struct model_folder *folder, const char *format, ...) {
    va_list args;
    if (folder->failed)
        return;
    folder->failed = true;
    va_start(args, format);
    vsnprintf(folder->problem, folder->problem_size, format, args);
    va_end(args);
}

static json_t *read_json(struct model_folder *folder, const char *name, bool may_lack) {
    char path[MODEL_PATH_SIZE];
    struct stat status;
    json_error_t error;
    if (folder->failed)
        return NULL;
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    if (stat(path, &status) != 0) {
        if (!may_lack || errno != ENOENT)
            model_folder_fail(folder, "%s cannot be read: %s", path, strerror(errno));
        return NULL;
    }
    if (!S_ISREG(status.st_mode) || status.st_size > JSON_BYTES_MAX) {
        model_folder_fail(folder, "%s is no file of at most %d MB", path, JSON_BYTES_MAX >> 20);
        return NULL;
    }
    json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (json == NULL)
        model_folder_fail(folder, "%s cannot be read: %s", path, error.text);
    return json;
}

json_t *model_folder_read(struct model_folder *folder, const char *name) {
    return read_json(folder, name, false);
}

json_t *model_folder_find(struct model_folder *folder, const char *name) {
    return read_json(folder, name, true);
}
