/* interview-copilot-doc: reads one document on standard input and answers on standard output (reading.h).
 *
 * Usage: interview-copilot-doc pdf|docx|scan < FILE; a scan is a PDF whose pictures are to be recognised.
 * Everything that needs the machine, which is loading libraries and the font configuration, happens before
 * the sandbox closes; the document is looked at after.
 */
#include <fontconfig/fontconfig.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "docx.h"
#include "pdf.h"
#include "sandbox.h"

enum { INPUT_BYTES_MAX = 16 * 1024 * 1024 }; /* the server sends at most 10 MB */

static GBytes *map_input(void) {
    struct stat status;
    if (fstat(STDIN_FILENO, &status) != 0 || status.st_size <= 0 || status.st_size > INPUT_BYTES_MAX)
        return NULL;
    void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
    return bytes != MAP_FAILED ? g_bytes_new_static(bytes, (gsize)status.st_size) : NULL;
}

static enum reading_error read_input(const char *format, struct reading *reading) {
    GBytes *input = map_input();
    if (input == NULL)
        return READING_DAMAGED;
    enum reading_error error = strcmp(format, "pdf") == 0    ? pdf_read(input, reading)
                               : strcmp(format, "scan") == 0 ? pdf_read_scan(input, reading)
                                                             : docx_read(input, reading);
    g_bytes_unref(input);
    return error;
}

static void ignore_message(const char *domain, GLogLevelFlags level, const char *message, void *data) {
}

int main(int argc, char **argv) {
    const char *format = argc == 2 ? argv[1] : "";
    bool scan = strcmp(format, "scan") == 0, docx = strcmp(format, "docx") == 0;
    if (!scan && !docx && strcmp(format, "pdf") != 0) {
        fprintf(stderr, "usage: interview-copilot-doc pdf|docx|scan < FILE\n");
        return 2;
    }
    struct reading reading;
    enum reading_error error = READING_NO_SANDBOX;
    g_log_set_default_handler(ignore_message, NULL);
    reading_init(&reading);
    if (!docx)
        FcInit();
    if (sandbox_enter(scan ? SANDBOX_RECOGNITION : SANDBOX_READING))
        error = read_input(format, &reading);
    bool written = reading_write(STDOUT_FILENO, &reading, error);
    reading_finish(&reading);
    /* Not exit(): destructors of the libraries would run on whatever the document has left behind. */
    _exit(written ? 0 : 1);
}
