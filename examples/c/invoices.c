/*
 * The life of invoices: a deposit, the final invoice that deducts it, an invoice given back in
 * three credit notes, late interest on a debit note, and a document on paper that is checked.
 *
 *     cc -std=c99 invoices.c $(pkg-config --cflags --libs o2c) -o invoices
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
#define OPEN(series, prefix)                                                              \
    "\"open_series\":{\"series\":\"" series "\",\"prefix\":\"" prefix "\",\"yearly\":true," \
    "\"digits\":5}"
#define S20 "\"vat\":{\"category\":\"S\",\"rate\":\"20\"}"
#define PRINTED_S20 "\"vat_category\":\"S\",\"vat_rate\":\"20\""

/* One third of the second invoice is given back. */
#define THIRD(id)                                                                        \
    COMMAND(id, "2026-02-01",                                                            \
            "\"issue_credit_note\":{\"series\":\"credits\",\"invoice\":\"F2026-00002\"," \
            "\"scope\":{\"lines\":[{\"line\":\"1\",\"quantity\":\"1\"}]}}")

static const char *const story[] = {
    COMMAND("1", "2026-01-05", OPEN("sales", "F")),
    COMMAND("2", "2026-01-05", OPEN("deposits", "D")),
    COMMAND("3", "2026-01-05", OPEN("credits", "A")),
    COMMAND("4", "2026-01-05",
            "\"directory\":{\"register_customer\":{\"customer\":\"C1\","
            "\"party\":{\"name\":\"Boulangerie Martin\"},\"terms\":\"net 30\"}}"),
    COMMAND("5", "2026-01-05",
            "\"place_order\":{\"order\":\"O1\",\"customer\":\"C1\",\"currency\":\"EUR\","
            "\"billing\":\"ordered\",\"lines\":[{\"id\":\"1\",\"quantity\":\"1 C62\","
            "\"price\":{\"net\":\"10000\"}," S20 "}]}"),
    COMMAND("6", "2026-01-05", "\"confirm_order\":{\"order\":\"O1\"}"),
    COMMAND("7", "2026-01-05",
            "\"issue_deposit\":{\"series\":\"deposits\",\"order\":\"O1\","
            "\"share\":{\"percent\":\"30\"}}"),
    COMMAND("8", "2026-01-05", "\"invoice_order\":{\"series\":\"sales\",\"order\":\"O1\"}"),
    COMMAND("9", "2026-01-15",
            "\"issue_invoice\":{\"series\":\"sales\",\"draft\":{\"customer\":\"C1\","
            "\"currency\":\"EUR\",\"terms\":\"net 30\",\"lines\":[{\"id\":\"1\","
            "\"quantity\":\"3 C62\",\"price\":{\"net\":\"100\"},\"base_quantity\":\"3\"," S20
            "}]}}"),
    THIRD("10"), THIRD("11"), THIRD("12")};

static const char fourth[] = THIRD("13");

/* 12 000 were paid 45 days late, at 12.15 % a year. */
static const char late[] =
    "{\"interest\":{\"until\":\"2026-06-30\",\"items\":[{\"invoice\":\"F1\","
    "\"amount\":\"12000.00 EUR\",\"due_on\":\"2026-03-31\","
    "\"movements\":[{\"on\":\"2026-05-15\",\"amount\":\"12000.00 EUR\"}]}],"
    "\"terms\":{\"rates\":[{\"valid_from\":\"2026-01-01\",\"value\":\"12.15\"}]},"
    "\"fixed_fee\":[{\"valid_from\":\"2013-01-01\",\"value\":\"40.00 EUR\"}]}}";

/* The debit note of it: the two amounts are filled in. */
static const char claim[] =
    COMMAND("14", "2026-07-01",
            "\"issue_debit_note\":{\"series\":\"sales\",\"customer\":\"C1\","
            "\"currency\":\"EUR\",\"lines\":[{\"amount\":\"%s\",\"kind\":\"interest\"},"
            "{\"amount\":\"%s\",\"kind\":\"indemnity\"}]}");

/* A document on paper whose amount due is wrong. */
static const char paper[] =
    "{\"statement\":{\"profile\":{\"not_subject_stands_alone\":true},\"statement\":{"
    "\"currency\":\"EUR\",\"totals\":{\"line_total\":\"100.00\",\"net\":\"100.00\","
    "\"vat\":\"20.00\",\"gross\":\"120.00\",\"due\":\"110.00\"},\"breakdown\":[{" PRINTED_S20
    ",\"base\":\"100.00\",\"amount\":\"20.00\"}],\"lines\":[{\"id\":\"1\","
    "\"description\":\"Flour\",\"quantity\":\"10\",\"unit\":\"C62\",\"price\":\"10.00\","
    "\"net\":\"100.00\"," PRINTED_S20 "}]}}}";

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

static int calculate(const char *request, o2c_string *answer) {
    o2c_error *error = NULL;
    o2c_status status = o2c_calculate(request, strlen(request), answer, &error);
    return status == O2C_OK ? 1 : failed(request, status, error);
}

/* The text of a field behind a place in an answer, cut to its end; "not told" where none is. */
static const char *text(const char *json, const char *behind, const char *field, char out[64]) {
    const char *from = json != NULL ? strstr(json, behind) : NULL;
    const char *found = from != NULL ? strstr(from, field) : NULL;
    found = found != NULL ? found + strlen(field) : "not told";
    snprintf(out, 64, "%.*s", (int)strcspn(found, "\""), found);
    return out;
}

/* Prints a figure of a document's totals. */
static int show(o2c_company *company, const char *label, const char *document, const char *field) {
    char query[96], out[64];
    o2c_string report = {NULL, 0};
    o2c_error *error = NULL;
    o2c_status status;
    snprintf(query, sizeof query, "{\"document\":{\"document\":\"%s\"}}", document);
    status = o2c_company_report(company, query, strlen(query), &report, &error);
    if (status != O2C_OK) {
        return failed(query, status, error);
    }
    printf("%-10s %s\n", label, text(report.data, "\"line_total\"", field, out));
    o2c_string_free(&report);
    return 1;
}

/* Asks for more than is left, and prints the code of the refusal. */
static int refuse(o2c_company *company) {
    o2c_string receipt = {NULL, 0};
    o2c_error *error = NULL;
    o2c_status status = o2c_company_execute(company, fourth, strlen(fourth), &receipt, &error);
    if (status != O2C_REFUSED) {
        o2c_string_free(&receipt);
        o2c_error_free(error);
        return 0;
    }
    printf("%-10s %s\n", "refused", o2c_error_code(error).data);
    o2c_error_free(error);
    return 1;
}

/* Works out what may be claimed and claims it. */
static int claim_it(o2c_company *company) {
    char command[512], interest[64], fee[64];
    o2c_string answer = {NULL, 0};
    if (!calculate(late, &answer)) {
        return 0;
    }
    text(answer.data, "\"findings\"", "\"interest\":\"", interest);
    text(answer.data, "\"findings\"", "\"fee_total\":\"", fee);
    o2c_string_free(&answer);
    snprintf(command, sizeof command, claim, interest, fee);
    return execute(company, command) && show(company, "claimed", "F2026-00003", "\"due\":\"");
}

/* Checks the document on paper and prints what its amount due should be. */
static int check(void) {
    char out[64];
    o2c_string answer = {NULL, 0};
    if (!calculate(paper, &answer)) {
        return 0;
    }
    text(answer.data, "\"BR-CO-16\"", "\"expected\":\"", out);
    printf("%-10s %s\n", "BR-CO-16", out);
    o2c_string_free(&answer);
    return 1;
}

static int tell(o2c_company *company) {
    size_t i;
    for (i = 0; i < sizeof story / sizeof *story; i++) {
        if (!execute(company, story[i])) {
            return 0;
        }
    }
    return show(company, "deposit", "D2026-00001", "\"gross\":\"") &&
           show(company, "final", "F2026-00001", "\"gross\":\"") &&
           show(company, "prepaid", "F2026-00001", "\"prepaid\":\"") &&
           show(company, "due", "F2026-00001", "\"due\":\"") &&
           show(company, "credit 1", "A2026-00001", "\"vat\":\"") &&
           show(company, "credit 2", "A2026-00002", "\"vat\":\"") &&
           show(company, "credit 3", "A2026-00003", "\"vat\":\"") && refuse(company) &&
           claim_it(company) && check();
}

int main(void) {
    static const char settings[] =
        "{\"party\":{\"name\":\"Moulin du Lac\"},\"ledger_currency\":\"EUR\"}";
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
