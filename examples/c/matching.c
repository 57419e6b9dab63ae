/*
 * Payments of a bank statement beside the open documents, as rows of the program's own: what each
 * payment settles, what someone decides among, and an input that is refused.
 *
 *     cc -std=c99 matching.c $(pkg-config --cflags --libs o2c) -o matching
 */
#include <o2c.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* Days since 1970-01-01: 2026-02-05 is 20489. Amounts are cents; customers are numbers. */
static const o2c_open_document documents[] = {
    {1, 20489, 81211, "F2026-00010", 11}, {1, 20489, 24000, "F2026-00011", 11},
    {1, 20499, -5000, "A2026-00001", 11}, {2, 20489, 35000, "F2026-00032", 11},
    {2, 20489, 35000, "F2026-00099", 11}, {3, 20489, 60000, "F2026-00040", 11}};

static const o2c_received_payment payments[] = {
    /* Two invoices less a credit note: 812.11 + 240.00 - 50.00. */
    {1, 20500, 100211, "F2026-00010 F2026-00011 A2026-00001", 35},
    /* Two digits in the wrong order; another invoice has the amount. */
    {2, 20500, 35000, "VIR F2026-00023", 15},
    /* A part of the only invoice it names. */
    {3, 20500, 10000, "ACOMPTE F2026-00040", 19}};

static const char *name_of(uint32_t rule) {
    switch (rule) {
    case O2C_MATCH_DOCUMENT_NUMBER:
        return "document number";
    case O2C_MATCH_EXACT_AMOUNT:
        return "exact amount";
    default:
        return "another rule";
    }
}

static int failed(const char *what, o2c_status status, o2c_error *error) {
    fprintf(stderr, "%s: status %" PRIu32 ", %s at %s: %s\n", what, status,
            o2c_error_code(error).data, o2c_error_path(error).data, o2c_error_message(error).data);
    o2c_error_free(error);
    return 1;
}

static void show(const o2c_matching *matching) {
    size_t rows_len = 0, at;
    const o2c_matched_row *rows = o2c_matching_rows(matching, &rows_len);
    for (at = 0; at < rows_len; at++) {
        const o2c_matched_row *row = &rows[at];
        printf("payment %zu %s %s %" PRId64 " cents by %s\n", row->payment,
               row->alternative == 0 ? "settles" : "and not", documents[row->document].number,
               row->amount_minor, name_of(row->rule));
    }
}

int main(void) {
    o2c_received_payment nothing = payments[0];
    o2c_matching_input input = {documents, COUNT(documents), payments, COUNT(payments), "EUR", 3};
    o2c_matching *matching = NULL;
    o2c_error *error = NULL;
    o2c_status status = o2c_matching_compute(&input, &matching, &error);

    if (status != O2C_OK) {
        return failed("matching", status, error);
    }
    show(matching);
    o2c_matching_free(matching);

    /* A payment of nothing: refused with the place of the row, and nothing is written. */
    nothing.amount_minor = 0;
    input.payments = &nothing;
    input.payments_len = 1;
    matching = NULL;
    status = o2c_matching_compute(&input, &matching, &error);
    if (status != O2C_REFUSED || matching != NULL) {
        fprintf(stderr, "a payment of nothing was not refused\n");
        o2c_matching_free(matching);
        return 1;
    }
    printf("refused %s at %s\n", o2c_error_code(error).data, o2c_error_path(error).data);
    o2c_error_free(error);
    return 0;
}
