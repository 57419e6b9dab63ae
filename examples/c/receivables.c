/*
 * An account of receivables: what an earlier ledger left open, a payment lettered short by a small
 * difference, a payment that bounces, a statement, and the aged balance by the JSON door and rows.
 *
 *     cc -std=c99 receivables.c $(pkg-config --cflags --libs o2c) -o receivables
 *
 * Commands and answers are JSON. A program that does more than print would read the answers with
 * a JSON library; this one looks for the few texts it shows.
 */
#include <o2c.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A command: its id, the day it counts and becomes known, and what is asked. */
#define COMMAND(id, day, action)                                                         \
    "{\"id\":\"" id "\",\"effective_on\":\"" day "\",\"recorded_on\":\"" day "\",\"action\":{" \
    action "}}"
/* What is open of a document of the earlier ledger. */
#define OLD(document, day, due, amount)                                         \
    "{\"customer\":\"C1\",\"document\":\"" document "\",\"document_on\":\"" day \
    "\",\"due_on\":\"" due "\",\"amount\":\"" amount "\"}"
#define PAID(payment, amount)                                                              \
    "\"receive_payment\":{\"payment\":\"" payment "\",\"payer\":\"C1\",\"amount\":\"" amount \
    "\"}"
/* A payment is lettered with a document; what lacks is written off. */
#define LETTER(payment, document, differences)                                                \
    "\"letter\":{\"customer\":\"C1\",\"currency\":\"EUR\",\"lines\":[{\"entry\":\"" payment   \
    "\"},{\"entry\":\"" document "\"}],\"differences\":[" differences "]}"

static const char *const story[] = {
    COMMAND("1", "2026-01-05",
            "\"directory\":{\"register_customer\":{\"customer\":\"C1\","
            "\"party\":{\"name\":\"Boulangerie Martin\"}}}"),
    COMMAND("2", "2026-03-01",
            "\"open_balances\":{\"items\":["
            OLD("OLD-1", "2026-01-01", "2026-01-31", "1000.00 EUR") ","
            OLD("OLD-2", "2026-01-29", "2026-02-28", "500.00 EUR") ","
            OLD("OLD-3", "2026-02-20", "2026-03-22", "300.00 EUR") "]}"),
    COMMAND("3", "2026-03-05", PAID("P1", "999.60 EUR")),
    COMMAND("4", "2026-03-05",
            LETTER("P1", "OLD-1", "{\"kind\":\"write_off\",\"amount\":\"0.40 EUR\"}")),
    COMMAND("5", "2026-03-06", PAID("P2", "500.00 EUR")),
    COMMAND("6", "2026-03-06", LETTER("P2", "OLD-2", "")),
    COMMAND("7", "2026-03-10",
            "\"bounce_payment\":{\"payment\":\"P2\",\"reason\":\"AM04\",\"fee\":\"12.00 EUR\","
            "\"is_fee_charged\":true}"),
    COMMAND("8", "2026-03-11", PAID("P3", "100.00 EUR"))};

/* More is written off than the firm accepts. */
static const char beyond[] =
    COMMAND("9", "2026-03-11",
            LETTER("P3", "OLD-3", "{\"kind\":\"write_off\",\"amount\":\"200.00 EUR\"}"));

/* Says why a call failed and ends the error; 0 for the caller. */
static int failed(const char *what, o2c_status status, o2c_error *error) {
    fprintf(stderr, "%s: status %" PRIu32 ", %s at %s: %s\n", what, status,
            o2c_error_code(error).data, o2c_error_path(error).data, o2c_error_message(error).data);
    o2c_error_free(error);
    return 0;
}

static int execute(o2c_company *company, const char *command) {
    o2c_string receipt = {NULL, 0};
    o2c_error *error = NULL;
    o2c_status status = o2c_company_execute(company, command, strlen(command), &receipt, &error);
    if (status != O2C_OK) {
        return failed(command, status, error);
    }
    o2c_string_free(&receipt);
    return 1;
}

/* The text of a field behind a place in an answer, cut to its end; "not told" where none is. */
static const char *text(const char *json, const char *behind, const char *field, char out[64]) {
    const char *from = json != NULL ? strstr(json, behind) : NULL;
    const char *found = from != NULL ? strstr(from, field) : NULL;
    found = found != NULL ? found + strlen(field) : "not told";
    snprintf(out, 64, "%.*s", (int)strcspn(found, "\""), found);
    return out;
}

/* Asks a question and prints a text of the answer. */
static int show(o2c_company *company, const char *label, const char *query, const char *behind,
                const char *field) {
    char out[64];
    o2c_string report = {NULL, 0};
    o2c_error *error = NULL;
    o2c_status status = o2c_company_report(company, query, strlen(query), &report, &error);
    if (status != O2C_OK) {
        return failed(query, status, error);
    }
    printf("%-10s %s\n", label, text(report.data, behind, field, out));
    o2c_string_free(&report);
    return 1;
}

/* Asks for more than is accepted, and prints the code of the refusal. */
static int refuse(o2c_company *company) {
    o2c_string receipt = {NULL, 0};
    o2c_error *error = NULL;
    o2c_status status = o2c_company_execute(company, beyond, strlen(beyond), &receipt, &error);
    if (status != O2C_REFUSED) {
        o2c_string_free(&receipt);
        o2c_error_free(error);
        return 0;
    }
    printf("%-10s %s\n", "refused", o2c_error_code(error).data);
    o2c_error_free(error);
    return 1;
}

/* The open items as rows: OLD-2 and OLD-3, and the bank's fee of the day it bounced. */
static int age_rows(void) {
    static const uint32_t customer[] = {0, 0, 0};
    static const int64_t open_minor[] = {50000, 30000, 1200};
    static const uint16_t currency[] = {0, 0, 0};
    static const uint32_t bounds[] = {30, 60, 90};
    static const uint32_t due[][3] = {{2026, 2, 28}, {2026, 3, 22}, {2026, 3, 10}};
    int32_t due_on[3], as_of = 0;
    o2c_open_items items;
    o2c_ageing *ageing = NULL;
    o2c_error *error = NULL;
    const o2c_ageing_row *rows;
    size_t rows_len = 0, i;
    o2c_status status = o2c_day_of_date(2026, 4, 5, &as_of, &error);
    for (i = 0; i < 3 && status == O2C_OK; i++) {
        status = o2c_day_of_date((int32_t)due[i][0], due[i][1], due[i][2], &due_on[i], &error);
    }
    items.customer = customer;
    items.due_on = due_on;
    items.open_minor = open_minor;
    items.currency = currency;
    items.length = 3;
    if (status == O2C_OK) {
        status =
            o2c_ageing_compute(&items, bounds, 3, as_of, O2C_CREDITS_SEPARATE, &ageing, &error);
    }
    if (status != O2C_OK) {
        return failed("rows", status, error);
    }
    rows = o2c_ageing_rows(ageing, &rows_len);
    for (i = 0; i < rows_len; i++) {
        printf("%-10s %" PRId64 " %" PRId64 " of %" PRId64 " cents\n", "rows", rows[i].buckets[0],
               rows[i].buckets[1], rows[i].total);
    }
    o2c_ageing_free(ageing);
    return rows_len == 1;
}

static int tell(o2c_company *company) {
    static const char statement[] =
        "{\"account_statement\":{\"customer\":\"C1\",\"from\":\"2026-03-02\","
        "\"until\":\"2026-03-31\"}}";
    static const char aged[] = "{\"aged_balance\":{\"as_of\":\"2026-04-05\"}}";
    static const char before[] = "{\"aged_balance\":{\"as_of\":\"2026-03-09\"}}";
    static const char trial[] = "{\"trial_balance\":{\"as_of\":\"2026-03-31\"}}";
    size_t i;
    for (i = 0; i < sizeof story / sizeof *story; i++) {
        if (!execute(company, story[i])) {
            return 0;
        }
    }
    return show(company, "opening", statement, "\"opening\"", "\"amount\":\"") &&
           show(company, "closing", statement, "\"closing\"", "\"amount\":\"") &&
           show(company, "written off", trial, "\"658\"", "\"balance\":\"") &&
           show(company, "before", before, "\"totals\"", "\"total\":\"") &&
           show(company, "aged", aged, "\"totals\"", "\"total\":\"") && age_rows() &&
           refuse(company);
}

int main(void) {
    static const char settings[] =
        "{\"ledger_currency\":\"EUR\",\"tolerances\":[{\"kind\":\"write_off\","
        "\"absolute\":\"1.00 EUR\"}]}";
    o2c_company *company = NULL;
    o2c_error *error = NULL;
    o2c_status status = o2c_company_found(settings, strlen(settings), &company, &error);
    int is_told;

    if (status != O2C_OK) {
        failed("found", status, error);
        return 1;
    }
    is_told = tell(company);
    o2c_company_free(company);
    return is_told ? 0 : 1;
}
