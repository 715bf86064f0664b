/* The document helper's sandbox: a child enters it and tries what an exploit would try. Each attempt must be
 * denied or must kill the child; a control shows that each works outside of it. */
#include "cmocka_setup.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "doc/helper/sandbox.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum outcome { WORKED, DENIED, KILLED, NO_SANDBOX };

static enum sandbox_purpose purpose = SANDBOX_READING;

/* True when the attempt worked. */
typedef bool attempt_fn(void);

static enum outcome try_in_child(attempt_fn *attempt, bool sandboxed) {
    enum { EXIT_WORKED = 10, EXIT_DENIED = 11, EXIT_NO_SANDBOX = 12 };
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (sandboxed && !sandbox_enter(purpose))
            _exit(EXIT_NO_SANDBOX);
        _exit(attempt() ? EXIT_WORKED : EXIT_DENIED);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (WIFSIGNALED(status))
        return KILLED;
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status) == EXIT_WORKED   ? WORKED
           : WEXITSTATUS(status) == EXIT_DENIED ? DENIED
                                                : NO_SANDBOX;
}

/* AddressSanitizer needs calls and memory that the sandbox forbids, so there only the files are fenced in. */
static void skip_when_sanitized(void) {
    if (SANITIZED)
        skip();
}

static void assert_only_outside(attempt_fn *attempt) {
    assert_int_equal(try_in_child(attempt, false), WORKED);
    enum outcome outcome = try_in_child(attempt, true);
    assert_true(outcome == DENIED || outcome == KILLED);
}

static bool read_passwords(void) {
    return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool list_root(void) {
    return open("/", O_RDONLY | O_DIRECTORY) >= 0;
}

static bool write_file(void) {
    return open("/tmp/sandbox-escape", O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool open_socket(void) {
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool open_unix_socket(void) {
    return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static bool fork_process(void) {
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return pid > 0;
}

static bool run_program(void) {
    char *argv[] = {"true", NULL}, *environment[] = {NULL};
    pid_t pid = fork();
    if (pid == 0) {
        execve("/bin/true", argv, environment);
        _exit(1);
    }
    int status;
    return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool replace_program(void) {
    /* Seen from the parent: only a program that ran can exit with the control's status. */
    char *argv[] = {"sh", "-c", "exit 10", NULL}, *environment[] = {NULL};
    execve("/bin/sh", argv, environment);
    return false;
}

static bool map_executable(void) {
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
           MAP_FAILED;
}

static bool make_executable(void) {
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page != MAP_FAILED && mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool map_gigabytes(void) {
    return mmap(NULL, (size_t)2 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                -1, 0) != MAP_FAILED;
}

static bool signal_parent(void) {
    return kill(getppid(), 0) == 0;
}

static bool change_mode(void) {
    return chmod("/tmp", 01777) == 0;
}

static bool make_folder(void) {
    bool made = mkdir("/tmp/sandbox-folder", 0700) == 0;
    return rmdir("/tmp/sandbox-folder") == 0 || made;
}

static bool make_memory_file(void) {
    return memfd_create("escape", 0) >= 0;
}

static bool make_pipe(void) {
    int ends[2];
    return pipe(ends) == 0;
}

static bool start_io_uring(void) {
    /* Denied by some kernels to everybody: any answer but EFAULT or EPERM says that the call was entered. */
    return syscall(SYS_io_uring_setup, 1, NULL) < 0 && (errno == EFAULT || errno == EPERM || errno == ENOSYS);
}

static bool compute(void) {
    char *memory = malloc(64 * 1024 * 1024);
    if (memory == NULL)
        return false;
    memset(memory, 1, 64 * 1024 * 1024);
    bool right = memory[12345] == 1;
    free(memory);
    return right;
}

static bool read_fonts(void) {
    return open("/usr/share/fonts", O_RDONLY | O_DIRECTORY) >= 0;
}

static void *run_nothing(void *unused) {
    return unused;
}

static bool read_language_data(void) {
    return open("/usr/share/tesseract-ocr", O_RDONLY | O_DIRECTORY) >= 0;
}

static bool start_thread(void) {
    pthread_t thread;
    return pthread_create(&thread, NULL, run_nothing, NULL) == 0 && pthread_join(thread, NULL) == 0;
}

static void what_reading_needs_is_allowed(void **state) {
    assert_int_equal(try_in_child(compute, true), WORKED);
    assert_int_equal(try_in_child(read_fonts, true), WORKED);
}

static void no_file_but_fonts_opens(void **state) {
    assert_only_outside(read_passwords);
    assert_only_outside(list_root);
    assert_only_outside(write_file);
    unlink("/tmp/sandbox-escape");
}

static void no_socket_opens(void **state) {
    skip_when_sanitized();
    assert_only_outside(open_socket);
    assert_only_outside(open_unix_socket);
}

static void no_program_starts(void **state) {
    skip_when_sanitized();
    assert_only_outside(fork_process);
    assert_only_outside(run_program);
    assert_only_outside(replace_program);
}

static void no_memory_becomes_executable(void **state) {
    skip_when_sanitized();
    assert_only_outside(map_executable);
    assert_only_outside(make_executable);
}

static void memory_has_a_limit(void **state) {
    skip_when_sanitized();
    assert_only_outside(map_gigabytes);
}

static void other_processes_and_files_are_out_of_reach(void **state) {
    skip_when_sanitized();
    assert_only_outside(signal_parent);
    assert_only_outside(change_mode);
    assert_only_outside(make_folder);
    assert_only_outside(make_memory_file);
    assert_only_outside(make_pipe);
    assert_int_equal(try_in_child(start_io_uring, true), KILLED);
}

static void language_data_are_for_recognition_only(void **state) {
    if (access("/usr/share/tesseract-ocr", R_OK) != 0)
        skip();
    assert_only_outside(read_language_data);
    purpose = SANDBOX_RECOGNITION;
    assert_int_equal(try_in_child(read_language_data, true), WORKED);
}

static void recognition_gets_no_more_than_that(void **state) {
    purpose = SANDBOX_RECOGNITION;
    assert_only_outside(read_passwords);
    assert_only_outside(write_file);
    unlink("/tmp/sandbox-escape");
    skip_when_sanitized();
    assert_only_outside(open_socket);
    assert_only_outside(fork_process);
    assert_only_outside(start_thread);
    assert_only_outside(map_executable);
    assert_only_outside(map_gigabytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_reading_needs_is_allowed),
        cmocka_unit_test(no_file_but_fonts_opens),
        cmocka_unit_test(no_socket_opens),
        cmocka_unit_test(no_program_starts),
        cmocka_unit_test(no_memory_becomes_executable),
        cmocka_unit_test(memory_has_a_limit),
        cmocka_unit_test(other_processes_and_files_are_out_of_reach),
        cmocka_unit_test(language_data_are_for_recognition_only),
        cmocka_unit_test(recognition_gets_no_more_than_that),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
