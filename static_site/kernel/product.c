/* The matrix product of the plans for Python in a browser, whose NumPy has neither BLAS nor SIMD.

   out = a b, in float32. Strides count numbers, not bytes, so that a transposed view costs nothing. Eight columns of b at
   a time are copied side by side into `panel`, behind zeros where fewer are left; then four rows of a at a time are taken
   against them, all sums in registers. There is no memory but what the caller gives: this works in Python's own.

   `python -m static_site.kernel` makes product.wasm of it. */

#include <wasm_simd128.h>

#define WIDTH 8

typedef const float *Row;

static inline void store(float *out, v128_t low, v128_t high, int width) {
    if (width == WIDTH) {
        wasm_v128_store(out, low);
        wasm_v128_store(out + 4, high);
        return;
    }
    for (int j = 0; j < width; j++) {
        out[j] = wasm_f32x4_extract_lane(j < 4 ? low : high, 0);
        if (j < 4) low = wasm_i32x4_shuffle(low, low, 1, 2, 3, 0);
        else high = wasm_i32x4_shuffle(high, high, 1, 2, 3, 0);
    }
}

#define ADD(sum, factor, column) sum = wasm_f32x4_add(sum, wasm_f32x4_mul(factor, column))

static inline void four_rows(Row a, int a_row, int a_column, Row panel, float *out, int out_row, int width, int depth) {
    v128_t zero = wasm_f32x4_splat(0.0f);
    v128_t l0 = zero, h0 = zero, l1 = zero, h1 = zero, l2 = zero, h2 = zero, l3 = zero, h3 = zero;
    Row r0 = a, r1 = a + a_row, r2 = a + 2 * a_row, r3 = a + 3 * a_row;
    for (int k = 0; k < depth; k++) {
        v128_t low = wasm_v128_load(panel), high = wasm_v128_load(panel + 4), factor;
        factor = wasm_v128_load32_splat(r0), ADD(l0, factor, low), ADD(h0, factor, high);
        factor = wasm_v128_load32_splat(r1), ADD(l1, factor, low), ADD(h1, factor, high);
        factor = wasm_v128_load32_splat(r2), ADD(l2, factor, low), ADD(h2, factor, high);
        factor = wasm_v128_load32_splat(r3), ADD(l3, factor, low), ADD(h3, factor, high);
        r0 += a_column, r1 += a_column, r2 += a_column, r3 += a_column, panel += WIDTH;
    }
    store(out, l0, h0, width);
    store(out + out_row, l1, h1, width);
    store(out + 2 * out_row, l2, h2, width);
    store(out + 3 * out_row, l3, h3, width);
}

static inline void one_row(Row a, int a_column, Row panel, float *out, int width, int depth) {
    v128_t low = wasm_f32x4_splat(0.0f), high = low;
    for (int k = 0; k < depth; k++) {
        v128_t factor = wasm_v128_load32_splat(a);
        ADD(low, factor, wasm_v128_load(panel));
        ADD(high, factor, wasm_v128_load(panel + 4));
        a += a_column, panel += WIDTH;
    }
    store(out, low, high, width);
}

__attribute__((export_name("product")))
void product(Row a, int a_row, int a_column, Row b, int b_row, int b_column, float *out, int out_row,
             int rows, int columns, int depth, float *panel) {
    for (int j = 0; j < columns; j += WIDTH) {
        int width = columns - j < WIDTH ? columns - j : WIDTH;
        for (int k = 0; k < depth; k++) {
            Row from = b + k * b_row + j * b_column;
            float *to = panel + k * WIDTH;
            if (width == WIDTH && b_column == 1) {
                wasm_v128_store(to, wasm_v128_load(from));
                wasm_v128_store(to + 4, wasm_v128_load(from + 4));
            } else {
                for (int i = 0; i < WIDTH; i++) to[i] = i < width ? from[i * b_column] : 0.0f;
            }
        }
        int i = 0;
        for (; i + 4 <= rows; i += 4)
            four_rows(a + i * a_row, a_row, a_column, panel, out + i * out_row + j, out_row, width, depth);
        for (; i < rows; i++) one_row(a + i * a_row, a_column, panel, out + i * out_row + j, width, depth);
    }
}
