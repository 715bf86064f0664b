#include "cv/file_store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"

enum { PATH_SIZE = 4096 };

/* An id is made by uuid_create or was checked by the caller, so it cannot leave the folder. */
static void path_of(const struct config *config, const char *id, char path[PATH_SIZE]) {
    snprintf(path, PATH_SIZE, "%s/files/%s", config->data_dir, id);
}

static bool write_all(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

/* The name of a new file is only durable once its folder is synced too. */
static bool sync_folder(const struct config *config) {
    char path[PATH_SIZE];
    path_of(config, "", path);
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return synced;
}

bool file_store_save(const struct config *config, const char *bytes, size_t length, char id[UUID_TEXT_SIZE]) {
    char path[PATH_SIZE];
    path_of(config, "", path);
    mkdir(path, 0700);
    uuid_create(id);
    path_of(config, id, path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool saved = fd >= 0 && write_all(fd, bytes, length) && fsync(fd) == 0;
    if (fd >= 0)
        saved = close(fd) == 0 && saved;
    if (saved && sync_folder(config))
        return true;
    log_write(LOG_ERROR, "file_save_failed", "errno %d", errno);
    unlink(path);
    return false;
}

int file_store_open(const struct config *config, const char *id) {
    char path[PATH_SIZE];
    path_of(config, id, path);
    return open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

static char *read_all(int fd, size_t size) {
    char *bytes = malloc(size + 1);
    size_t done = 0;
    while (bytes && done < size) {
        ssize_t got = read(fd, bytes + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            free(bytes);
            return NULL;
        }
        done += (size_t)got;
    }
    return bytes;
}

char *file_store_load(const struct config *config, const char *id, size_t *length) {
    int fd = file_store_open(config, id);
    struct stat status;
    char *bytes = NULL;
    if (fd >= 0 && fstat(fd, &status) == 0) {
        *length = (size_t)status.st_size;
        bytes = read_all(fd, *length);
    }
    if (fd >= 0)
        close(fd);
    return bytes;
}

void file_store_remove(const struct config *config, const char *id) {
    char path[PATH_SIZE];
    path_of(config, id, path);
    unlink(path);
}
