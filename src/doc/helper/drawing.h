/* A page drawn into memory: to see what a reader sees of it, and to recognise text in pictures. */
#ifndef DOC_HELPER_DRAWING_H
#define DOC_HELPER_DRAWING_H

#include <poppler.h>
#include <stdbool.h>
#include <stdint.h>

struct drawing {
    cairo_surface_t *surface;
    const unsigned char *pixels; /* owned by the surface; 32 bits each: unused, red, green, blue */
    int stride, width, height;
    double scale; /* pixels a point */
};

/* Draws on white at `scale`, or at a smaller one where the page would take more than `pixels_max`. False when
 * the page cannot be drawn; drawing_finish may follow that too. */
bool drawing_init(struct drawing *drawing, PopplerPage *page, double scale, double pixels_max);
void drawing_finish(struct drawing *drawing);
/* Red, green, blue. */
void drawing_pixel(const struct drawing *drawing, int x, int y, unsigned char rgb[3]);

#endif
