/* Any bytes as a tokenizer.json; where it is one, it reads some texts. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nn/tokenizer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char *const TEXTS[] = {"", "a  text <s> with\tspaces ",
                                    "\xe2\x96\x81x \xc3\xa9 e\xcc\x81 \xef\xac\x81 \xea\xb0\x81",
                                    "[CLS] \xff\xfe \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb"};

static const char *folder(void) {
    static char path[] = "/tmp/fuzz-tokenizer-XXXXXX";
    static int made;
    if (!made)
        assert(mkdtemp(path) != NULL);
    made = 1;
    return path;
}

static void encode(const struct tokenizer *tokenizer) {
    int32_t ids[64];
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        size_t count = tokenizer_encode(tokenizer, TEXTS[i], strlen(TEXTS[i]), ids, 64);
        assert(count >= 1 && count <= 64);
        for (size_t id = 0; id < count; id++)
            assert(ids[id] >= 0 && (size_t)ids[id] < tokenizer_count(tokenizer));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    char path[128], problem[512];
    snprintf(path, sizeof path, "%s/tokenizer.json", folder());
    FILE *file = fopen(path, "wb");
    assert(file != NULL && fwrite(bytes, 1, length, file) == length);
    fclose(file);
    struct tokenizer *tokenizer = tokenizer_open(folder(), problem, sizeof problem);
    if (tokenizer != NULL)
        encode(tokenizer);
    tokenizer_close(tokenizer);
    return 0;
}
