/* The tiles of an AMX product, written once for its precisions; included after kernels_avx512_tiles.h, whose
 * panels they take and whose way to finish sums, by each that has defined
 *
 *   DOT(sums, inputs, weights)            adds the products of two registers of tiles to a third
 *
 * A register holds 16 rows of 16 elements: of inputs 16 rows, of weights 16 columns of as many elements, of
 * sums 16 by 16. Tiles of 32 rows by 32 columns keep their sums in four of the eight registers. Rows behind
 * the last are computed from whatever lies there (kernels_scratch_bytes) and dropped.
 */
enum {
    AMX_LANES = 16,
    AMX_ROWS = 2 * AMX_LANES,
};

#define AMX_TARGET                                                                                           \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512vnni,avx512bf16,amx-tile,amx-int8,amx-"  \
                          "bf16")))

/* Of a thread, while it multiplies: all registers alike. */
AMX_TARGET static void begin_tiles(void) {
    static const struct {
        uint8_t palette, first_row, reserved[14];
        uint16_t row_bytes[16];
        uint8_t rows[16];
    } SHAPES = {.palette = 1,
                .row_bytes = {64, 64, 64, 64, 64, 64, 64, 64},
                .rows = {16, 16, 16, 16, 16, 16, 16, 16}};
    _tile_loadconfig(&SHAPES);
}

AMX_TARGET static void end_tiles(void) {
    _tile_release();
}

/* Writes PANEL_WIDTH sums for each row. `is_tall` is a constant where this is inlined: more than 16 rows. The
 * first tile of a panel fetches the next panel, which is as large as the first-level cache. */
AMX_TARGET static inline __attribute__((always_inline)) void
sum_rows(const struct product *product, size_t row, size_t column, int is_tall, float *sums) {
    const size_t stride = product->a_stride * sizeof(float), panel_stride = PANEL_WIDTH * sizeof(float);
    const float *panel = PANEL(product) + column * product->depth, *a = product->a + row * product->a_stride;
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    for (size_t i = 0; i < product->depth; i += AMX_LANES, a += AMX_LANES, panel += AMX_LANES * PANEL_WIDTH) {
        if (row == 0)
            for (size_t ahead = 0; ahead < AMX_LANES * PANEL_WIDTH; ahead += TILE_LANES)
                _mm_prefetch((const char *)(panel + PANEL_WIDTH * product->depth + ahead), _MM_HINT_T1);
        _tile_loadd(6, panel, panel_stride);
        _tile_loadd(7, panel + AMX_LANES, panel_stride);
        _tile_loadd(4, a, stride);
        DOT(0, 4, 6);
        DOT(1, 4, 7);
        if (is_tall) {
            _tile_loadd(5, a + AMX_LANES * product->a_stride, stride);
            DOT(2, 5, 6);
            DOT(3, 5, 7);
        }
    }
    _tile_stored(0, sums, panel_stride);
    _tile_stored(1, sums + AMX_LANES, panel_stride);
    if (is_tall) {
        _tile_stored(2, sums + AMX_LANES * PANEL_WIDTH, panel_stride);
        _tile_stored(3, sums + AMX_LANES * PANEL_WIDTH + AMX_LANES, panel_stride);
    }
}

/* Registers are loaded whole: what does not fill them is left to the tiles of AVX-512. */
static void multiply_by_vectors(const struct product *product, size_t row, size_t column, size_t rows) {
    for (size_t end = row + rows, count; row < end; row += count) {
        count = end - row < TILE_ROWS ? end - row : TILE_ROWS;
        multiply_tile(product, row, column, count);
    }
}

AMX_TARGET static void multiply_by_registers(const struct product *product, size_t row, size_t column,
                                             size_t rows) {
    _Alignas(64) float sums[AMX_ROWS * PANEL_WIDTH];
    if (product->depth % AMX_LANES != 0) {
        multiply_by_vectors(product, row, column, rows);
        return;
    }
    if (rows > AMX_LANES)
        sum_rows(product, row, column, 1, sums);
    else
        sum_rows(product, row, column, 0, sums);
    const struct product end = *product;
    for (size_t r = 0; r < rows; r++)
        for (size_t i = 0; i < PANEL_WIDTH; i += TILE_LANES)
            finish_sum(&end, _mm512_load_ps(sums + r * PANEL_WIDTH + i), row + r, column + i);
}

static const struct tiling AMX_TILING = {.multiply = multiply_by_registers,
                                         .rows = AMX_ROWS,
                                         .step = AMX_LANES,
                                         .columns = PANEL_WIDTH,
                                         .gelu = GELU,
                                         .begin = begin_tiles,
                                         .end = end_tiles};
