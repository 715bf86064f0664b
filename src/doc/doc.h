/* Reads CVs and question files that people upload: PDF, DOCX and plain text.
 *
 * PDF and DOCX are taken apart by a separate program, interview-copilot-doc, in a sandbox without network and
 * without files; this side starts it, bounds it, checks every byte of its answer, and turns the lines it
 * found into sections and chunks. The server itself links no document parser. Nothing here stores anything.
 *
 * A reader may be used from any thread; two documents are read at a time and others wait their turn.
 * Everything in a `struct document` lives in the arena given to doc_read.
 */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct json;

enum {
    DOC_FILE_BYTES_MAX = 10 * 1024 * 1024,
    DOC_PAGES_MAX = 50,
    DOC_CHUNK_CODEPOINTS_MAX = 900, /* what existing clients show as one piece of a CV */
};

/* A place on a page, in PDF points from the top left corner of the CropBox as the page is displayed
 * (rotated). */
struct doc_box {
    unsigned page; /* from 1 */
    float x, y, width, height;
};

/* A run of whole sentences or entries of one section: what is embedded, searched and shown as evidence. */
struct doc_chunk {
    const char *text;            /* never empty */
    unsigned page;               /* where it begins, from 1; in a DOCX by its page breaks */
    unsigned index_on_page;      /* from 0, restarts on every page */
    size_t section;              /* index into document.sections */
    const struct doc_box *boxes; /* one a line; none in a DOCX, which has no fixed places */
    size_t box_count;
};

struct doc_section {
    const char *kind; /* contact, summary, experience, education, skills, languages, projects, certifications,
                       * publications, other */
    const char *title; /* as the CV has it; "" before the first heading */
    size_t first_chunk;
    size_t chunk_count;
};

/* Text in the file that a reader of the page would not see. It is in no chunk and not in document.text. */
struct doc_hidden {
    const char *text;
    unsigned page;
    const char *reason; /* white, tiny, invisible, covered, vanish */
};

/* A running head or foot or a page number. Once for each text; it is in no chunk and not in document.text,
 * but for a contact block that repeats, which is a section too. */
struct doc_margin {
    const char *text;
    unsigned page; /* the first that has it */
};

struct document {
    const char *format; /* pdf or docx */
    const char *text;   /* what a reader sees, in reading order, a blank line between pages */
    unsigned pages;
    const struct doc_section *sections;
    size_t section_count;
    const struct doc_chunk *chunks;
    size_t chunk_count;
    const struct doc_hidden *hidden;
    size_t hidden_count;
    const struct doc_margin *margins;
    size_t margin_count;
    size_t stripped_codepoints; /* tag characters, zero-width and bidi controls that were taken out */
    unsigned recognised_pages;  /* whose text was recognised in a picture (OCR) */
    float quality;              /* 0 to 1: how much of the text came out as words, and how surely */
    const char *quality_note;   /* a sentence for the recruiter; NULL when there is nothing to say */
    const char *language;       /* "en" or "it": the likelier of the two */
    /* Guesses to prefill a form with; NULL where nothing plausible stands in the text. */
    const char *guessed_name;
    const char *guessed_email;
    const char *guessed_phone;
    const char *guessed_linkedin; /* https://www.linkedin.com/in/... */
};

struct doc_input {
    const void *bytes; /* borrowed for the call */
    size_t length;
    const char *file_name; /* as the person named it; may be NULL. The type is decided by the bytes */
};

struct doc_reader;

/* `helper_path` is copied. The program is looked for at each reading, so it may appear or be replaced later.
 */
struct doc_reader *doc_reader_create(const char *helper_path);
/* No reading may be under way. */
void doc_reader_destroy(struct doc_reader *reader);

/* Blocks for milliseconds, at worst for some 12 seconds after its turn has come; a scan takes seconds, at
 * worst 34. On failure *problem is a sentence that says what is wrong and what to do: ERR_UNSUPPORTED:
 * neither PDF nor DOCX. ERR_TOO_LARGE: above DOC_FILE_BYTES_MAX or DOC_PAGES_MAX. ERR_UNREADABLE: empty,
 * damaged, protected by a password, scanned, without text, a decompression bomb. ERR_BUSY: no turn in time.
 * ERR_INTERNAL: the helper cannot be started or has no sandbox on this machine. */
enum err doc_read(struct doc_reader *reader, const struct doc_input *input, struct arena *arena,
                  struct document *out, const char **problem);

/* Questions of a .txt (UTF-8, UTF-16 with a mark, else Windows-1252) or .docx file, one a line or paragraph,
 * in the file's order, without numbering and bullets; lines of at most 5 characters are dropped. An empty
 * file has none. Errors as in doc_read; ERR_UNSUPPORTED when `file_name` ends in neither. */
enum err doc_read_questions(struct doc_reader *reader, const struct doc_input *input, struct arena *arena,
                            const char ***questions, size_t *count, const char **problem);

/* One object with text, pages, sections, chunks, hidden, quality and the guesses, as `extract` prints it. */
void document_write_json(struct json *json, const char *key, const struct document *document);

#endif
