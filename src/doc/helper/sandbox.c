#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

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

enum { NOBODY = 65534 };

/* Access rights of later Landlock versions that the header of Debian 12 does not name; from the kernel's
 * include/uapi/linux/landlock.h. */
#define ACCESS_FS_TRUNCATE (1ULL << 14)  /* version 3 */
#define ACCESS_FS_IOCTL_DEV (1ULL << 15) /* version 5 */

/* Without fonts visible text is drawn blank; without poppler-data many Asian fonts are. */
static const char *const readable_folders[] = {
    "/usr/share/fonts",      "/usr/local/share/fonts", "/usr/share/fontconfig",        "/etc/fonts",
    "/var/cache/fontconfig", "/usr/share/poppler",     "/usr/share/ghostscript/fonts",
};

/* Where Debian keeps the language data of tesseract. */
static const char *const recognition_folders[] = {"/usr/share/tesseract-ocr"};

/* What reading a document takes, found by running the fixtures under strace. openat, mmap, mprotect and fcntl
 * have conditions of their own below. */
static const int allowed_calls[] = {
    SCMP_SYS(read),         SCMP_SYS(pread64),    SCMP_SYS(write),          SCMP_SYS(writev),
    SCMP_SYS(lseek),        SCMP_SYS(close),      SCMP_SYS(fstat),          SCMP_SYS(newfstatat),
    SCMP_SYS(fstatfs),      SCMP_SYS(getdents64), SCMP_SYS(readlink),       SCMP_SYS(access),
    SCMP_SYS(munmap),       SCMP_SYS(mremap),     SCMP_SYS(madvise),        SCMP_SYS(brk),
    SCMP_SYS(futex),        SCMP_SYS(getrandom),  SCMP_SYS(clock_gettime),  SCMP_SYS(gettimeofday),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(exit_group), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sysinfo), /* qsort */
};

static void limit(int resource, rlim_t value) {
    struct rlimit both = {.rlim_cur = value, .rlim_max = value};
    setrlimit((__rlimit_resource_t)resource, &both);
}

static void limit_resources(enum sandbox_purpose purpose) {
    bool recognition = purpose == SANDBOX_RECOGNITION;
    rlim_t seconds = recognition ? SANDBOX_RECOGNITION_CPU_SECONDS : SANDBOX_CPU_SECONDS;
    if (!SANITIZED)
        limit(RLIMIT_AS, recognition ? SANDBOX_RECOGNITION_MEMORY_BYTES : SANDBOX_MEMORY_BYTES);
    /* The soft limit ends the process with SIGXCPU, by which the server knows the reason; the hard one is the
     * wall. */
    setrlimit(RLIMIT_CPU, &(struct rlimit){.rlim_cur = seconds, .rlim_max = seconds + 1});
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, SANDBOX_OPEN_FILES);
    limit(RLIMIT_NPROC, 0);
}

/* Root's own identity would make root's private files readable. Fails harmlessly for everybody else. */
static bool drop_identity(void) {
    if (geteuid() != 0)
        return true;
    return setgroups(0, NULL) == 0 && setresgid(NOBODY, NOBODY, NOBODY) == 0 &&
           setresuid(NOBODY, NOBODY, NOBODY) == 0;
}

/* A user namespace lets anybody have the others. Refused in many containers, hence a second wall, not the
 * first. */
static void leave_namespaces(void) {
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) != 0)
        (void)!unshare(CLONE_NEWUSER);
}

static bool allow_reading(int ruleset, const char *folder) {
    struct landlock_path_beneath_attr rule = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
        .parent_fd = open(folder, O_PATH | O_CLOEXEC),
    };
    if (rule.parent_fd < 0)
        return errno == ENOENT;
    long failed = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(rule.parent_fd);
    return failed == 0;
}

/* Returns false when the kernel has no Landlock or refuses the rules. */
static bool restrict_files(enum sandbox_purpose purpose) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return false;
    uint64_t handled = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    if (version >= 2)
        handled |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        handled |= ACCESS_FS_TRUNCATE;
    if (version >= 5)
        handled |= ACCESS_FS_IOCTL_DEV;
    struct landlock_ruleset_attr attributes = {.handled_access_fs = handled};
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
    if (ruleset < 0)
        return false;
    bool done = true;
    for (size_t i = 0; done && i < sizeof readable_folders / sizeof *readable_folders; i++)
        done = allow_reading(ruleset, readable_folders[i]);
    for (size_t i = 0; purpose == SANDBOX_RECOGNITION && done &&
                       i < sizeof recognition_folders / sizeof *recognition_folders;
         i++)
        done = allow_reading(ruleset, recognition_folders[i]);
    done = done && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return done;
}

/* Opening to write answers EACCES instead of killing: libraries try it on their caches and go on. Without
 * Landlock no file may be opened at all; fonts inside the PDF still work then. */
static int add_open_rules(scmp_filter_ctx filter, bool files_restricted) {
    enum { WRITING = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND };
    const unsigned wanting[] = {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND};
    if (!files_restricted)
        return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 0);
    int failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                                  SCMP_A2(SCMP_CMP_MASKED_EQ, WRITING, 0));
    for (size_t i = 0; i < sizeof wanting / sizeof *wanting; i++)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 1,
                                   SCMP_A2(SCMP_CMP_MASKED_EQ, wanting[i], wanting[i]));
    return failed;
}

static bool restrict_calls(enum sandbox_purpose purpose, bool files_restricted) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (filter == NULL)
        return false;
    int failed = 0;
    for (size_t i = 0; i < sizeof allowed_calls / sizeof *allowed_calls; i++)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed_calls[i], 0);
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                               SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                               SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, F_GETFL));
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, F_SETFD));
    /* The C++ streams that the language data are read through ask for it. */
    if (purpose == SANDBOX_RECOGNITION)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, F_GETFD));
    failed |= add_open_rules(filter, files_restricted);
    failed |= seccomp_load(filter);
    seccomp_release(filter);
    return failed == 0;
}

bool sandbox_enter(enum sandbox_purpose purpose) {
    enum { COURTESY = 5 }; /* a third of a core's share beside the server, which other people wait for */
    signal(SIGXFSZ, SIG_IGN);
    (void)!nice(COURTESY);
    if (!drop_identity())
        return false;
    leave_namespaces();
    /* After the change of identity, which clears it: no helper outlives the server. */
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
        return false;
    limit_resources(purpose);
    bool files_restricted = restrict_files(purpose);
    return SANITIZED || restrict_calls(purpose, files_restricted);
}
