#include "doc/helper_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "doc/doc.h"

static const size_t READ_SIZE = 64 * 1024;
enum { FRAME_HEAD = 4 };

/* A sealed file in memory: the helper sees exactly these bytes and nobody changes them under it. */
static int make_input(const void *bytes, size_t length) {
    int fd = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return -1;
    for (size_t done = 0; done < length;) {
        ssize_t written = write(fd, (const char *)bytes + done, length - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            close(fd);
            return -1;
        }
        done += (size_t)written;
    }
    lseek(fd, 0, SEEK_SET);
    fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
    return fd;
}

/* The helper gets the document, the pipe, nothing else: no other descriptor, an empty environment, no signal
 * mask. */
static int spawn_helper(const char *path, const char *format, int input, int output, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    char *argv[] = {(char *)path, (char *)format, NULL};
    /* The sandbox allows one thread; text recognition would start more. */
    char *environment[] = {"LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1", NULL};
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    int failed = posix_spawn(pid, path, &actions, &attributes, argv, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

/* Reads to the end of the pipe. HELPER_ANSWERED says only that it ended in time and under the size limit. */
static enum helper_result drain(int pipe_fd, int64_t deadline, char **data, size_t *length) {
    size_t capacity = 0;
    for (;;) {
        struct pollfd ready = {.fd = pipe_fd, .events = POLLIN};
        int64_t left_ms = (deadline - clock_monotonic()) / 1000;
        if (left_ms <= 0)
            return HELPER_TOO_SLOW;
        if (poll(&ready, 1, (int)left_ms) <= 0)
            continue; /* interrupted, or past the deadline: asked again above */
        if (*length + READ_SIZE > capacity) {
            capacity = capacity * 2 + 2 * READ_SIZE;
            *data = realloc(*data, capacity);
            if (*data == NULL)
                abort();
        }
        ssize_t got = read(pipe_fd, *data + *length, READ_SIZE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0 ? HELPER_ANSWERED : HELPER_DIED;
        *length += (size_t)got;
        if (*length > HELPER_ANSWER_BYTES_MAX)
            return HELPER_DIED;
    }
}

/* Ends the process, which has no business after its answer, and says how it went. It may have closed the pipe
 * and stayed; killing one that is already ending changes nothing. */
static enum helper_result reap(pid_t pid, enum helper_result result) {
    int status;
    kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return HELPER_DIED;
    if (result != HELPER_ANSWERED)
        return result;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        return HELPER_TOO_SLOW;
    bool ended_well = (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
                      (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    return ended_well ? HELPER_ANSWERED : HELPER_DIED;
}

/* Takes the frame off; its length must be what came. */
static bool open_frame(const char *data, size_t length, struct arena *arena, const char **answer,
                       size_t *answer_length) {
    if (length < FRAME_HEAD)
        return false;
    const unsigned char *head = (const unsigned char *)data;
    size_t stated = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
    if (stated != length - FRAME_HEAD)
        return false;
    *answer = arena_strndup(arena, data + FRAME_HEAD, stated);
    *answer_length = stated;
    return true;
}

static enum helper_result converse(pid_t pid, int pipe_fd, int64_t deadline, struct arena *arena,
                                   const char **answer, size_t *answer_length) {
    char *data = NULL;
    size_t length = 0;
    enum helper_result result = reap(pid, drain(pipe_fd, deadline, &data, &length));
    if (result == HELPER_ANSWERED && !open_frame(data, length, arena, answer, answer_length))
        result = HELPER_DIED;
    free(data);
    return result;
}

enum helper_result helper_run(const char *path, const char *format, const struct doc_input *input,
                              struct arena *arena, const char **answer, size_t *answer_length) {
    int ends[2] = {-1, -1};
    pid_t pid;
    enum helper_result result = HELPER_NOT_STARTED;
    bool scan = strcmp(format, "scan") == 0;
    int64_t deadline =
        clock_monotonic() + (int64_t)(scan ? HELPER_RECOGNITION_WALL_MS : HELPER_WALL_MS) * 1000;
    int document = make_input(input->bytes, input->length);
    if (document < 0 || pipe2(ends, O_CLOEXEC) != 0)
        goto out;
    if (spawn_helper(path, format, document, ends[1], &pid) != 0)
        goto out;
    close(ends[1]);
    ends[1] = -1;
    result = converse(pid, ends[0], deadline, arena, answer, answer_length);
out:
    if (document >= 0)
        close(document);
    for (size_t i = 0; i < 2; i++)
        if (ends[i] >= 0)
            close(ends[i]);
    return result;
}
