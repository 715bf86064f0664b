/* Stands for recognise.c where tesseract was not found at build time. */
#include "recognise.h"

struct recogniser *recogniser_create(void) {
    return NULL;
}

void recogniser_destroy(struct recogniser *recogniser) {
}

bool recogniser_read(struct recogniser *recogniser, PopplerPage *page, struct recognition *out) {
    *out = (struct recognition){0};
    return false;
}
