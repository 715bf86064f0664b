#include "doc/extract_command.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/log.h"
#include "doc/doc.h"

/* The helper lies in the folder of this program. */
static const char *find_helper(struct arena *arena) {
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return "interview-copilot-doc";
    path[length] = '\0';
    return arena_printf(arena, "%s-doc", path);
}

/* One byte more than the limit is enough for the reader to refuse the file. */
static bool read_file(const char *path, struct arena *arena, struct doc_input *input) {
    enum { CAPACITY = DOC_FILE_BYTES_MAX + 1 };
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    char *bytes = arena_alloc(arena, CAPACITY);
    *input = (struct doc_input){.bytes = bytes, .length = fread(bytes, 1, CAPACITY, file), .file_name = path};
    bool whole = !ferror(file);
    fclose(file);
    return whole;
}

static int print_document(const struct document *document, struct arena *arena) {
    struct json json;
    json_init(&json, arena);
    document_write_json(&json, NULL, document);
    fwrite(json.out.data, 1, json.out.length, stdout);
    putchar('\n');
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

bool extract_file(const char *path, struct arena *arena, struct document *out) {
    struct doc_input input;
    const char *problem = NULL;
    log_set_level(LOG_ERROR); /* what matters to a person is the sentence below */
    if (!read_file(path, arena, &input)) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return false;
    }
    struct doc_reader *reader = doc_reader_create(find_helper(arena));
    enum err failed = doc_read(reader, &input, arena, out, &problem);
    if (failed)
        fprintf(stderr, "%s: %s\n", path, problem);
    doc_reader_destroy(reader);
    return !failed;
}

int extract_command(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: interview-copilot extract FILE\n");
        return 2;
    }
    struct document document;
    struct arena *arena = arena_create();
    int status = extract_file(argv[1], arena, &document) ? print_document(&document, arena) : EXIT_FAILURE;
    arena_destroy(arena);
    return status;
}
