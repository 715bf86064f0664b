/* Locks this process in before it looks at a stranger's document.
 *
 * After sandbox_enter the process can compute, read what it has open, write to its open pipe and open font
 * files for reading. It has no network, no other file, no new process, and bounded memory and processor time.
 * A system call outside the list kills it. The memory-safe alternative, parsing in another language, is not
 * to be had: poppler is C++.
 */
#ifndef DOC_HELPER_SANDBOX_H
#define DOC_HELPER_SANDBOX_H

#include <stdbool.h>

enum {
    SANDBOX_MEMORY_BYTES = 512 * 1024 * 1024, /* a 50-page CV with photographs needs some 120 MB */
    SANDBOX_CPU_SECONDS = 8,                  /* a 2-page CV needs 0.1 */
    /* Of text recognition, which stops by itself before (recognise.h): */
    SANDBOX_RECOGNITION_MEMORY_BYTES = 1024 * 1024 * 1024, /* a page at 250 dpi needs some 300 MB */
    SANDBOX_RECOGNITION_CPU_SECONDS = 18,
    SANDBOX_OPEN_FILES = 32, /* fonts stay open while a page is drawn */
};

enum sandbox_purpose {
    SANDBOX_READING,
    SANDBOX_RECOGNITION, /* may also read the language data of tesseract, and takes more time and memory */
};

/* For the whole process, which must have one thread. False when the kernel refuses what the promise above
 * needs; the caller must then not parse anything. Namespaces are taken where the kernel gives them: seccomp
 * denies the same calls. Under AddressSanitizer, which needs more memory and calls, only Landlock and the
 * other limits apply. */
bool sandbox_enter(enum sandbox_purpose purpose);

#endif
