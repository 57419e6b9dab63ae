/*
 * One sale from order to cash: customer, order, confirmation, shipment, invoice, payment, letter,
 * aged balance. Prints the invoice number, the totals and what the customer still owes.
 *
 *     cc -std=c99 sale.c $(pkg-config --cflags --libs o2c) -o sale
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

static const char *const until_the_invoice[] = {
    COMMAND("1", "2026-01-05",
            "\"open_series\":{\"series\":\"sales\",\"prefix\":\"F\",\"yearly\":true,\"digits\":5}"),
    COMMAND("2", "2026-01-05",
            "\"directory\":{\"register_customer\":{\"customer\":\"C-17\","
            "\"party\":{\"name\":\"Boulangerie Martin\"}}}"),
    COMMAND("3", "2026-01-05",
            "\"place_order\":{\"order\":\"O-1\",\"customer\":\"C-17\",\"currency\":\"EUR\","
            "\"terms\":{\"instalments\":[{\"share\":\"rest\","
            "\"due\":{\"operations\":[{\"plus_days\":30}]}}]},"
            "\"lines\":[{\"id\":\"1\",\"description\":\"Flour, 25 kg\",\"quantity\":\"7 C62\","
            "\"price\":{\"net\":\"10.00\"},\"base_quantity\":\"3\","
            "\"adjustments\":[{\"kind\":\"allowance\",\"value\":{\"percent\":\"5\"}}],"
            "\"vat\":{\"category\":\"S\",\"rate\":\"20\"}}]}"),
    COMMAND("4", "2026-01-06", "\"confirm_order\":{\"order\":\"O-1\"}"),
    COMMAND("5", "2026-01-08", "\"ship\":{\"shipment\":\"S-1\",\"order\":\"O-1\"}")};

static const char invoice[] =
    COMMAND("6", "2026-01-09", "\"invoice_order\":{\"series\":\"sales\",\"order\":\"O-1\"}");

static const char *const until_the_letter[] = {
    COMMAND("7", "2026-02-16",
            "\"receive_payment\":{\"payment\":\"P-1\",\"payer\":\"C-17\",\"amount\":\"20.00 EUR\"}"),
    COMMAND("8", "2026-02-16",
            "\"letter\":{\"customer\":\"C-17\",\"currency\":\"EUR\","
            "\"lines\":[{\"entry\":\"F2026-00001\"},{\"entry\":\"P-1\"}]}")};

static const char ageing[] = "{\"ageing\":{\"as_of\":\"2026-02-28\"}}";

/* Says why a call failed and ends the error; 0 for the caller. */
static int failed(const char *what, o2c_status status, o2c_error *error) {
    fprintf(stderr, "%s: status %" PRIu32 ", %s at %s: %s\n", what, status,
            o2c_error_code(error).data, o2c_error_path(error).data, o2c_error_message(error).data);
    o2c_error_free(error);
    return 0;
}

/* Executes a command; its receipt goes to the caller, or is dropped where receipt is NULL. */
static int execute(o2c_company *company, const char *command, o2c_string *receipt) {
    o2c_string dropped = {NULL, 0};
    o2c_error *error = NULL;
    o2c_string *out = receipt != NULL ? receipt : &dropped;
    o2c_status status = o2c_company_execute(company, command, strlen(command), out, &error);
    if (status != O2C_OK) {
        return failed(command, status, error);
    }
    o2c_string_free(&dropped);
    return 1;
}

/* Prints the text of a field behind a place in an answer. */
static void show(const char *label, const char *json, const char *behind, const char *field) {
    const char *from = strstr(json, behind);
    const char *text = from != NULL ? strstr(from, field) : NULL;
    if (text != NULL) {
        text += strlen(field);
        printf("%-8s %.*s\n", label, (int)strcspn(text, "\""), text);
    } else {
        printf("%-8s not told\n", label);
    }
}

static int sell(o2c_company *company) {
    o2c_string receipt = {NULL, 0}, report = {NULL, 0};
    o2c_error *error = NULL;
    o2c_status status;
    size_t i;

    for (i = 0; i < sizeof until_the_invoice / sizeof *until_the_invoice; i++) {
        if (!execute(company, until_the_invoice[i], NULL)) {
            return 0;
        }
    }
    if (!execute(company, invoice, &receipt)) {
        return 0;
    }
    show("invoice", receipt.data, "\"issued\"", "\"number\":\"");
    show("net", receipt.data, "\"figures\"", "\"net\":\"");
    show("vat", receipt.data, "\"line_total\"", "\"vat\":\"");
    show("gross", receipt.data, "\"line_total\"", "\"gross\":\"");
    o2c_string_free(&receipt);

    for (i = 0; i < sizeof until_the_letter / sizeof *until_the_letter; i++) {
        if (!execute(company, until_the_letter[i], NULL)) {
            return 0;
        }
    }
    status = o2c_company_report(company, ageing, strlen(ageing), &report, &error);
    if (status != O2C_OK) {
        return failed(ageing, status, error);
    }
    show("balance", report.data, "\"C-17\"", "\"total\":\"");
    o2c_string_free(&report);
    return 1;
}

int main(void) {
    static const char settings[] =
        "{\"party\":{\"name\":\"Moulin du Lac\"},\"ledger_currency\":\"EUR\"}";
    o2c_company *company = NULL;
    o2c_error *error = NULL;
    o2c_status status;
    int is_sold;

    if (o2c_abi_version() != O2C_ABI_VERSION) {
        fprintf(stderr, "o2c.h and libo2c do not belong together\n");
        return 1;
    }
    status = o2c_company_found(settings, strlen(settings), &company, &error);
    if (status != O2C_OK) {
        failed("found", status, error);
        return 1;
    }
    is_sold = sell(company);
    o2c_company_free(company);
    return is_sold ? 0 : 1;
}
