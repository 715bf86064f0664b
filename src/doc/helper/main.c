/* interview-copilot-doc: reads one document on standard input and answers on standard output (reading.h).
 *
 * Usage: interview-copilot-doc pdf|docx < FILE. Everything that needs the machine, which is loading libraries
 * and the font configuration, happens before the sandbox closes; the document is looked at after.
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
    enum reading_error error =
        strcmp(format, "pdf") == 0 ? pdf_read(input, reading) : docx_read(input, reading);
    g_bytes_unref(input);
    return error;
}

static void ignore_message(const char *domain, GLogLevelFlags level, const char *message, void *data) {
}

int main(int argc, char **argv) {
    if (argc != 2 || (strcmp(argv[1], "pdf") != 0 && strcmp(argv[1], "docx") != 0)) {
        fprintf(stderr, "usage: interview-copilot-doc pdf|docx < FILE\n");
        return 2;
    }
    struct reading reading;
    enum reading_error error = READING_NO_SANDBOX;
    g_log_set_default_handler(ignore_message, NULL);
    reading_init(&reading);
    if (strcmp(argv[1], "pdf") == 0)
        FcInit();
    if (sandbox_enter())
        error = read_input(argv[1], &reading);
    bool written = reading_write(STDOUT_FILENO, &reading, error);
    reading_finish(&reading);
    /* Not exit(): destructors of the libraries would run on whatever the document has left behind. */
    _exit(written ? 0 : 1);
}
