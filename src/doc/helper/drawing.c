#include "drawing.h"

#include <cairo.h>
#include <math.h>

bool drawing_init(struct drawing *drawing, PopplerPage *page, double scale, double pixels_max) {
    double width, height;
    *drawing = (struct drawing){0};
    poppler_page_get_size(page, &width, &height);
    if (!(width > 0 && height > 0))
        return false;
    drawing->scale = MIN(scale, sqrt(pixels_max / (width * height)));
    drawing->width = MAX(1, (int)ceil(width * drawing->scale));
    drawing->height = MAX(1, (int)ceil(height * drawing->scale));
    drawing->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, drawing->width, drawing->height);
    cairo_t *context = cairo_create(drawing->surface);
    cairo_set_source_rgb(context, 1, 1, 1);
    cairo_paint(context);
    cairo_scale(context, drawing->scale, drawing->scale);
    poppler_page_render(page, context);
    bool drawn = cairo_status(context) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(context);
    cairo_surface_flush(drawing->surface);
    drawing->pixels = cairo_image_surface_get_data(drawing->surface);
    drawing->stride = cairo_image_surface_get_stride(drawing->surface);
    return drawn && drawing->pixels != NULL;
}

void drawing_finish(struct drawing *drawing) {
    if (drawing->surface != NULL)
        cairo_surface_destroy(drawing->surface);
}

void drawing_pixel(const struct drawing *drawing, int x, int y, unsigned char rgb[3]) {
    uint32_t value =
        ((const uint32_t *)(const void *)(drawing->pixels + (size_t)y * (size_t)drawing->stride))[x];
    rgb[0] = (unsigned char)(value >> 16);
    rgb[1] = (unsigned char)(value >> 8);
    rgb[2] = (unsigned char)value;
}
