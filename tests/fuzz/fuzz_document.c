/* Any bytes as a document, in the helper's own parsers. Built twice: FUZZ_READ is pdf_read or docx_read. */
#include <stdint.h>

#include "doc/helper/docx.h"
#include "doc/helper/pdf.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct reading reading;
    GBytes *input = g_bytes_new_static(bytes, length);
    reading_init(&reading);
    (void)FUZZ_READ(input, &reading);
    reading_finish(&reading);
    g_bytes_unref(input);
    return 0;
}
