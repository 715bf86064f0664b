#include "doc/reader.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include "doc/helper_process.h"
#include "doc/section.h"

enum {
    HELPERS_MAX = 2,        /* each may take 512 MB and a core */
    SCAN_WAIT_SECONDS = 10, /* for the scan before */
    TURN_WAIT_SECONDS = 3,  /* some fifty documents' worth; the waiting thread serves nobody */
    MAGIC_SEARCH = 1024,    /* where readers look for %PDF- */
};

struct doc_reader {
    char *helper_path; /* immutable after create */
    pthread_mutex_t mu;
    pthread_cond_t freed;
    /* guarded by mu */
    unsigned running;
    bool recognising;
};

/* What people are told about the helper's errors (helper/reading.h). */
static const struct {
    const char *name;
    enum err err;
    const char *sentence;
} refusals[] = {
    {"encrypted", ERR_UNREADABLE,
     "This file is protected by a password. Save a copy without the password and upload that."},
    {"damaged", ERR_UNREADABLE,
     "This file is damaged and cannot be read. Open it, save it again as PDF or DOCX, and upload the new "
     "file."},
    {"too_many_pages", ERR_TOO_LARGE,
     "This document has more than 50 pages. Upload only the pages of the CV."},
    {"too_much_text", ERR_TOO_LARGE,
     "This document holds far more text than a CV. Upload only the pages of the CV."},
    {"bomb", ERR_UNREADABLE,
     "This file unpacks to far more data than a document holds. Save it again in your word processor and "
     "upload "
     "the new file."},
    {"forbidden_xml", ERR_UNREADABLE,
     "This DOCX file contains a document type declaration, which no word processor writes. Save it again in "
     "your "
     "word processor and upload the new file."},
    {"wrong_type", ERR_UNSUPPORTED, "This is a ZIP file but not a Word document. Upload a PDF or DOCX file."},
    {"no_recognition", ERR_UNREADABLE,
     "This document is a scan: its pages are pictures without text. Ask for the original file, or run text "
     "recognition "
     "(OCR) on it and upload the result. This server can do so itself once tesseract and its language data "
     "(tesseract-ocr-eng, tesseract-ocr-ita) are installed on it."},
    {"no_sandbox", ERR_INTERNAL,
     "Documents cannot be read on this server: its system does not allow the sandbox (seccomp) that they are "
     "opened "
     "in."},
};

struct doc_reader *doc_reader_create(const char *helper_path) {
    pthread_condattr_t attributes;
    struct doc_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL || (reader->helper_path = strdup(helper_path)) == NULL)
        abort();
    pthread_mutex_init(&reader->mu, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&reader->freed, &attributes);
    pthread_condattr_destroy(&attributes);
    return reader;
}

void doc_reader_destroy(struct doc_reader *reader) {
    if (reader == NULL)
        return;
    pthread_cond_destroy(&reader->freed);
    pthread_mutex_destroy(&reader->mu);
    free(reader->helper_path);
    free(reader);
}

/* Whether the reader may start a helper; one scan at a time, so that other documents do not wait for two. */
static bool has_turn(const struct doc_reader *reader, bool scan) {
    return reader->running < HELPERS_MAX && !(scan && reader->recognising);
}

static bool take_turn(struct doc_reader *reader, bool scan) {
    struct timespec deadline;
    int failed = 0;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += scan ? SCAN_WAIT_SECONDS : TURN_WAIT_SECONDS;
    pthread_mutex_lock(&reader->mu);
    while (!has_turn(reader, scan) && failed == 0)
        failed = pthread_cond_timedwait(&reader->freed, &reader->mu, &deadline);
    bool taken = has_turn(reader, scan);
    reader->running += taken;
    reader->recognising = reader->recognising || (taken && scan);
    pthread_mutex_unlock(&reader->mu);
    return taken;
}

static void give_turn(struct doc_reader *reader, bool scan) {
    pthread_mutex_lock(&reader->mu);
    reader->running--;
    reader->recognising = reader->recognising && !scan;
    pthread_cond_broadcast(&reader->freed);
    pthread_mutex_unlock(&reader->mu);
}

const char *reader_detect_format(const struct doc_input *input) {
    size_t searched = input->length < MAGIC_SEARCH ? input->length : MAGIC_SEARCH;
    if (input->length >= 4 && memcmp(input->bytes, "PK\3\4", 4) == 0)
        return "docx";
    return input->length > 0 && memmem(input->bytes, searched, "%PDF-", 5) != NULL ? "pdf" : NULL;
}

static enum err refuse(const char *error_name, const char **problem) {
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (strcmp(refusals[i].name, error_name) == 0) {
            *problem = refusals[i].sentence;
            return refusals[i].err;
        }
    *problem = "The document could not be read.";
    return ERR_INTERNAL;
}

static enum err explain_result(struct doc_reader *reader, enum helper_result result, struct arena *arena,
                               const char **problem) {
    switch (result) {
    case HELPER_NOT_STARTED:
        log_write(LOG_ERROR, "helper_not_started", "%s", reader->helper_path);
        *problem =
            arena_printf(arena, "Documents cannot be read on this server: the program %s cannot be started.",
                         reader->helper_path);
        return ERR_INTERNAL;
    case HELPER_TOO_SLOW:
        *problem = "This file took too long to read and was given up. Save it again as a simple PDF and "
                   "upload that.";
        return ERR_UNREADABLE;
    case HELPER_DIED:
    case HELPER_ANSWERED:
        break;
    }
    log_write(LOG_WARNING, "helper_died", "a document broke the limits of the sandbox");
    *problem = "This file cannot be read safely: reading it needed more than a document may. Save it again "
               "as a simple "
               "PDF and upload that.";
    return ERR_UNREADABLE;
}

enum err reader_load(struct doc_reader *reader, const char *format, const struct doc_input *input,
                     struct arena *arena, struct source *out, const char **problem) {
    const char *answer = NULL, *error_name = NULL;
    size_t length = 0;
    bool scan = strcmp(format, "scan") == 0;
    if (!take_turn(reader, scan)) {
        *problem = "Other documents are being read just now. Try again in a moment.";
        return ERR_BUSY;
    }
    enum helper_result result = helper_run(reader->helper_path, format, input, arena, &answer, &length);
    give_turn(reader, scan);
    if (result != HELPER_ANSWERED)
        return explain_result(reader, result, arena, problem);
    enum err err = source_parse(answer, length, arena, out, &error_name);
    out->format = scan ? "pdf" : format;
    if (err == ERR_OK)
        return ERR_OK;
    return error_name != NULL ? refuse(error_name, problem)
                              : explain_result(reader, HELPER_DIED, arena, problem);
}

static size_t count_letters(const struct source *source) {
    size_t letters = 0;
    for (size_t i = 0; i < source->line_count; i++)
        letters += text_count_codepoints(source->lines[i].text);
    return letters;
}

/* Reads a document with pages that are pictures once more, with text recognition. When that does not work,
 * *source stays as it was, and *problem says why. */
static enum err recognise(struct doc_reader *reader, const struct doc_input *input, struct arena *arena,
                          struct source *source, const char **problem) {
    struct source recognised;
    enum err err = reader_load(reader, "scan", input, arena, &recognised, problem);
    if (err == ERR_OK)
        *source = recognised;
    return err;
}

/* A CV without readable text is refused with what to do about it. */
static enum err check_text(const struct source *source, const char **problem) {
    enum { LETTERS_MIN = 20, LETTERS_PER_SCANNED_PAGE = 60 }; /* a scan may carry a stamp or a page number */
    size_t letters = count_letters(source);
    if (source->scanned_count > 0 && letters < LETTERS_PER_SCANNED_PAGE * (size_t)source->pages) {
        *problem = "This document is a scan, and no text was recognised in its pictures. Ask for the "
                   "original file, or "
                   "for a clearer scan.";
        return ERR_UNREADABLE;
    }
    if (letters >= LETTERS_MIN)
        return ERR_OK;
    *problem = source->hidden_count > 0
                   ? "This document holds no text that a reader of its pages would see. Ask for another file."
                   : "This document holds no text. Upload a CV that contains text.";
    return ERR_UNREADABLE;
}

/* What to say about files that people take for CVs, by their first bytes. */
static const char *explain_type(const struct doc_input *input) {
    static const struct {
        const char *magic;
        size_t length;
        const char *sentence;
    } types[] = {
        {"\xD0\xCF\x11\xE0", 4,
         "This is a Word file of the old kind (.doc). Save it as .docx or PDF and upload that."},
        {"{\\rtf", 5, "This is an RTF file. Save it as .docx or PDF and upload that."},
        {"\xFF\xD8\xFF", 3, "This is a picture. Upload the CV as a PDF or DOCX file that contains text."},
        {"\x89PNG", 4, "This is a picture. Upload the CV as a PDF or DOCX file that contains text."},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (input->length >= types[i].length && memcmp(input->bytes, types[i].magic, types[i].length) == 0)
            return types[i].sentence;
    return "This file is neither PDF nor DOCX, whatever its name says. Save the CV in one of these formats.";
}

static enum err check_input(const struct doc_input *input, const char **format, const char **problem) {
    *format = reader_detect_format(input);
    if (input->length == 0) {
        *problem = "This file is empty.";
        return ERR_UNREADABLE;
    }
    if (input->length > DOC_FILE_BYTES_MAX) {
        *problem = "This file is larger than 10 MB. Save a smaller copy, for instance with smaller pictures.";
        return ERR_TOO_LARGE;
    }
    if (*format == NULL) {
        *problem = explain_type(input);
        return ERR_UNSUPPORTED;
    }
    return ERR_OK;
}

enum err doc_read(struct doc_reader *reader, const struct doc_input *input, struct arena *arena,
                  struct document *out, const char **problem) {
    const char *format;
    const char *recognition_problem = NULL;
    struct source source;
    enum err recognition = ERR_OK, err = check_input(input, &format, problem);
    if (err == ERR_OK)
        err = reader_load(reader, format, input, arena, &source, problem);
    if (err == ERR_OK && source.scanned_count > 0)
        recognition = recognise(reader, input, arena, &source, &recognition_problem);
    if (err == ERR_OK)
        err = check_text(&source, problem);
    if (err != ERR_OK && recognition != ERR_OK) {
        *problem = recognition_problem;
        err = recognition;
    }
    if (err == ERR_OK)
        section_build_document(&source, arena, out);
    return err;
}
