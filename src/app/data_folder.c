#include "app/data_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/config.h"

enum { SECRET_BYTES = 32, SECRET_TEXT = 2 * SECRET_BYTES };

/* mkdir -p, each new folder for its owner only. */
static bool make_folders(const char *path, struct arena *arena) {
    char *part = arena_strdup(arena, path);
    for (char *slash = part + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST)
            return false;
        *slash = '/';
    }
    return mkdir(part, 0700) == 0 || errno == EEXIST;
}

static bool is_writable_folder(const char *path) {
    struct stat info;
    if (stat(path, &info) != 0)
        return false;
    if (!S_ISDIR(info.st_mode)) {
        errno = ENOTDIR;
        return false;
    }
    return access(path, W_OK | X_OK) == 0;
}

static void write_random_text(char out[SECRET_TEXT + 1]) {
    unsigned char bytes[SECRET_BYTES] = {0};
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return; /* the empty key is refused by the caller */
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

/* Written beside and renamed, so that a crash leaves no half a key. */
static bool create_secret(const char *path, struct arena *arena) {
    char text[SECRET_TEXT + 1] = "";
    const char *fresh = arena_printf(arena, "%s.new", path);
    write_random_text(text);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool written = write(fd, text, SECRET_TEXT) == SECRET_TEXT && fsync(fd) == 0;
    return close(fd) == 0 && written && rename(fresh, path) == 0;
}

static const char *read_secret(const char *path, struct arena *arena) {
    char *text = arena_alloc(arena, SECRET_TEXT + 1);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    ssize_t length = read(fd, text, SECRET_TEXT);
    close(fd);
    errno = EINVAL;
    return length == SECRET_TEXT && strlen(text) == SECRET_TEXT ? text : NULL;
}

bool data_folder_prepare(struct config *config, char *problem, size_t problem_size) {
    if (!make_folders(config->data_dir, config->arena) || !is_writable_folder(config->data_dir)) {
        snprintf(problem, problem_size, "The data folder %s cannot be used: %s.", config->data_dir,
                 strerror(errno));
        return false;
    }
    if (config->secret_key != NULL)
        return true;
    const char *path = arena_printf(config->arena, "%s/secret.key", config->data_dir);
    bool there = access(path, F_OK) == 0 || create_secret(path, config->arena);
    config->secret_key = there ? read_secret(path, config->arena) : NULL;
    if (config->secret_key == NULL)
        snprintf(problem, problem_size, "The key in %s cannot be read or made: %s.", path, strerror(errno));
    return config->secret_key != NULL;
}
