#include "nn/model_folder.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
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

static char *read_bytes(struct model_folder *folder, const char *path, size_t size) {
    FILE *file = fopen(path, "rb");
    char *text = malloc(size + 1);
    if (text == NULL)
        abort();
    if (file == NULL || fread(text, 1, size, file) != size) {
        model_folder_fail(folder, "%s cannot be read: %s", path,
                          file == NULL ? strerror(errno) : "it is cut short");
        free(text);
        text = NULL;
    }
    if (file != NULL)
        fclose(file);
    return text;
}

static char *read_text(struct model_folder *folder, const char *name, bool may_lack, size_t *length) {
    char path[MODEL_PATH_SIZE];
    struct stat status;
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
    *length = (size_t)status.st_size;
    return read_bytes(folder, path, *length);
}

char *model_folder_read_text(struct model_folder *folder, const char *name, size_t *length) {
    return read_text(folder, name, false, length);
}

json_t *model_folder_parse(struct model_folder *folder, const char *name, const char *text, size_t length) {
    json_error_t error;
    json_t *json = json_loadb(text, length, MODEL_JSON_FLAGS, &error);
    if (json == NULL)
        model_folder_fail(folder, "%s/%s cannot be read: %s", folder->path, name, error.text);
    return json;
}

static json_t *read_json(struct model_folder *folder, const char *name, bool may_lack) {
    size_t length;
    char *text = read_text(folder, name, may_lack, &length);
    json_t *json = text != NULL ? model_folder_parse(folder, name, text, length) : NULL;
    free(text);
    return json;
}

json_t *model_folder_read(struct model_folder *folder, const char *name) {
    return read_json(folder, name, false);
}

json_t *model_folder_find(struct model_folder *folder, const char *name) {
    return read_json(folder, name, true);
}
