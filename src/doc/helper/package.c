#include "package.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdbool.h>
#include <string.h>

static const size_t READ_SIZE = 64 * 1024;

/* Under this size a high ratio harms nobody: an empty page of styles packs very well. */
static const size_t RATIO_FREE_BYTES = 1024 * 1024;

struct unpacking {
    struct archive *archive;
    size_t packed;   /* of the whole file */
    size_t unpacked; /* so far, entries that are skipped included */
};

static bool is_bomb(const struct unpacking *unpacking) {
    return unpacking->unpacked > PACKAGE_BYTES_MAX ||
           (unpacking->unpacked > RATIO_FREE_BYTES &&
            unpacking->unpacked / PACKAGE_RATIO_MAX > unpacking->packed);
}

/* The bytes of the current entry; NULL with *error set. */
static GBytes *unpack_entry(struct unpacking *unpacking, enum reading_error *error) {
    GByteArray *content = g_byte_array_new();
    guint8 *part = g_malloc(READ_SIZE);
    la_ssize_t length;
    while ((length = archive_read_data(unpacking->archive, part, READ_SIZE)) > 0) {
        unpacking->unpacked += (size_t)length;
        if (is_bomb(unpacking) || content->len > PACKAGE_PART_BYTES_MAX) {
            *error = READING_BOMB;
            break;
        }
        g_byte_array_append(content, part, (guint)length);
    }
    if (length < 0)
        *error = READING_DAMAGED;
    g_free(part);
    GBytes *bytes = g_byte_array_free_to_bytes(content);
    if (*error == READING_OK)
        return bytes;
    g_bytes_unref(bytes);
    return NULL;
}

static bool is_part(const char *name, const char *prefix) {
    return g_str_has_prefix(name, prefix) && g_str_has_suffix(name, ".xml") &&
           strchr(name + strlen(prefix), '/') == NULL;
}

static void drop_bytes(void *bytes) {
    g_bytes_unref(bytes);
}

/* Only the parts with text are unpacked; macros, pictures and embedded files stay packed. */
static enum reading_error take_entry(struct package *package, struct unpacking *unpacking, const char *name) {
    GBytes **single = strcmp(name, "word/document.xml") == 0 ? &package->document
                      : strcmp(name, "word/styles.xml") == 0 ? &package->styles
                                                             : NULL;
    GPtrArray *several = is_part(name, "word/header")   ? package->headers
                         : is_part(name, "word/footer") ? package->footers
                                                        : NULL;
    if (single == NULL && several == NULL)
        return READING_OK;
    if (single != NULL && *single != NULL)
        return READING_DAMAGED; /* two parts of one name: readers differ on which counts */
    enum reading_error error = READING_OK;
    GBytes *bytes = unpack_entry(unpacking, &error);
    if (bytes != NULL && single != NULL)
        *single = bytes;
    else if (bytes != NULL)
        g_ptr_array_add(several, bytes);
    return error;
}

static enum reading_error take_entries(struct package *package, struct unpacking *unpacking) {
    struct archive_entry *entry;
    int status;
    unsigned entries = 0;
    while ((status = archive_read_next_header(unpacking->archive, &entry)) == ARCHIVE_OK ||
           status == ARCHIVE_WARN) {
        const char *name = archive_entry_pathname(entry);
        if (++entries > PACKAGE_ENTRIES_MAX)
            return READING_BOMB;
        if (archive_entry_is_encrypted(entry))
            return READING_ENCRYPTED;
        if (name == NULL)
            continue;
        size_t before = unpacking->unpacked;
        enum reading_error error = take_entry(package, unpacking, name);
        if (error != READING_OK)
            return error;
        if (unpacking->unpacked == before && archive_entry_size_is_set(entry) &&
            archive_entry_size(entry) > 0)
            unpacking->unpacked += (size_t)MIN(archive_entry_size(entry), (la_int64_t)PACKAGE_BYTES_MAX + 1);
        if (is_bomb(unpacking))
            return READING_BOMB;
    }
    return status == ARCHIVE_EOF ? READING_OK : READING_DAMAGED;
}

enum reading_error package_init(struct package *package, GBytes *bytes) {
    *package = (struct package){
        .headers = g_ptr_array_new_with_free_func(drop_bytes),
        .footers = g_ptr_array_new_with_free_func(drop_bytes),
    };
    struct unpacking unpacking = {.archive = archive_read_new(), .packed = g_bytes_get_size(bytes)};
    archive_read_support_format_zip_seekable(unpacking.archive);
    enum reading_error error = READING_DAMAGED;
    if (archive_read_open_memory(unpacking.archive, g_bytes_get_data(bytes, NULL), unpacking.packed) ==
        ARCHIVE_OK)
        error = take_entries(package, &unpacking);
    archive_read_free(unpacking.archive);
    if (error == READING_OK && package->document == NULL)
        error = READING_WRONG_TYPE;
    return error;
}

void package_finish(struct package *package) {
    if (package->document != NULL)
        g_bytes_unref(package->document);
    if (package->styles != NULL)
        g_bytes_unref(package->styles);
    g_ptr_array_unref(package->headers);
    g_ptr_array_unref(package->footers);
}
