/*
 * o2c: the order-to-cash core that other software embeds.
 *
 * Written by the library's own tests from its sources: do not edit.
 *
 * This header is the manual. C99 and C++11 are enough; o2c.hpp wraps it for C++.
 *
 * Statuses. Every function that can fail answers an o2c_status: O2C_OK, or the reason why not.
 * Nothing was changed and no output was written unless it answers O2C_OK.
 *
 * Errors. The last argument of such a function is o2c_error **error. Give NULL if the status is
 * enough, or the address of a pointer that is NULL: a failure writes a new error there, which
 * you free with o2c_error_free.
 *
 * Texts. Texts go in as UTF-8 with their length in bytes; a NUL at the end is not needed. Texts
 * come out as o2c_string, which you free with o2c_string_free, or as o2c_text, a view into a
 * handle, which ends with the handle.
 *
 * Handles. o2c_company, o2c_error and the like are opaque. What a function gives you through a
 * pointer to a pointer, you end with the _free of its type, once. Every _free takes NULL.
 *
 * Figures. No float passes this border. In JSON, amounts are texts such as "12.30 EUR" and exact
 * figures texts such as "0.125"; in rows, amounts are whole minor units (cents) in int64_t and
 * exact figures are o2c_exact. A day in a row is the number of days since 1970-01-01.
 *
 * Threads. Any function may be called from any thread; a handle may be used by several threads
 * at once, as long as its _free comes alone and last.
 *
 * Defects. A panic inside is answered with O2C_PANICKED, never with an abort, and the company it
 * happened in answers O2C_POISONED from then on. Only lack of memory ends the process.
 */


#ifndef O2C_H
#define O2C_H

#include <stddef.h>
#include <stdint.h>

/**
 * The version of the declarations in this header. It changes with every change of them; compare
 * it with what the loaded library says before anything else.
 *
 * ```c
 * if (o2c_abi_version() != O2C_ABI_VERSION) {
 *     fprintf(stderr, "o2c.h and libo2c do not belong together\n");
 *     return 1;
 * }
 * ```
 */
#define O2C_ABI_VERSION 3

/**
 * Credits stand in a column of their own.
 */
#define O2C_CREDITS_SEPARATE 0

/**
 * Credits stand in the bucket of their own day.
 */
#define O2C_CREDITS_OWN_DATE 1

/**
 * Credits are taken off the oldest items of the same customer and currency; what is left over
 * stands in the column of credits.
 */
#define O2C_CREDITS_OLDEST_FIRST 2

/**
 * The party of a line whose account is the party; the piece of one without a reference; the
 * letter of one that is open.
 */
#define O2C_NONE UINT32_MAX

/**
 * Lines of one entry.
 */
#define O2C_RULE_SAME_ENTRY 0

/**
 * Lines of one piece.
 */
#define O2C_RULE_SAME_PIECE 1

/**
 * A debit and a credit of one amount.
 */
#define O2C_RULE_EQUAL_AMOUNTS 2

/**
 * One amount and lines that stand next to each other.
 */
#define O2C_RULE_CONSECUTIVE_LINES 3

/**
 * One amount and the only two to four lines that sum to it.
 */
#define O2C_RULE_SUBSET 4

/**
 * One amount and all that is open, up to three lines left out.
 */
#define O2C_RULE_ALL_BUT 5

/**
 * Amounts of one day and lines that stand next to each other.
 */
#define O2C_RULE_DAY_TOTAL 6

/**
 * Lines between two days on which the account has the same balance.
 */
#define O2C_RULE_BALANCE 7

/**
 * Several debits and several credits with one sum.
 */
#define O2C_RULE_MANY_TO_MANY 8

/**
 * The text names documents.
 */
#define O2C_MATCH_DOCUMENT_NUMBER 0

/**
 * One document has exactly the amount.
 */
#define O2C_MATCH_EXACT_AMOUNT 1

/**
 * The amount is the whole balance, or all that is due.
 */
#define O2C_MATCH_WHOLE_BALANCE 2

/**
 * The payer quotes a document's structured reference.
 */
#define O2C_MATCH_STRUCTURED_REFERENCE 3

/**
 * The text names orders, or the customer's own numbers.
 */
#define O2C_MATCH_ORDER_NUMBER 4

/**
 * The amount is all that was issued or falls due until a day.
 */
#define O2C_MATCH_STATEMENT 5

/**
 * The amount is the sum of some documents and of no others.
 */
#define O2C_MATCH_SUBSET 6

/**
 * Nothing explains the amount: it settles what is oldest.
 */
#define O2C_MATCH_OLDEST_FIRST 7

/**
 * The host proposed it.
 */
#define O2C_MATCH_HOST 8

/**
 * An ageing: made by `o2c_ageing_compute`, ended by `o2c_ageing_free`. It never changes.
 */
typedef struct o2c_ageing o2c_ageing;

/**
 * The whole order to cash of one legal entity: customers, orders, shipments, invoices, payments,
 * letters, journal, and the log of everything that happened.
 *
 * Made by `o2c_company_found`, `o2c_company_replay` or `o2c_company_fork`, ended by
 * `o2c_company_free`. Several threads may use one company at once: readers run side by side,
 * commands wait for each other. Only `o2c_company_free` must come alone and last.
 */
typedef struct o2c_company o2c_company;

/**
 * Why a call failed: number, code, path, message and figures.
 *
 * Every function that can fail takes `o2c_error **error` last. Give NULL if the status is
 * enough. Otherwise the pointer is written when the call fails, and only then: start with NULL,
 * and free what was written with `o2c_error_free` before the variable is used again.
 *
 * ```c
 * o2c_error *error = NULL;
 * if (o2c_company_execute(company, command, strlen(command), &receipt, &error) != O2C_OK) {
 *     fprintf(stderr, "%s at %s: %s\n", o2c_error_code(error).data,
 *             o2c_error_path(error).data, o2c_error_message(error).data);
 *     o2c_error_free(error);
 * }
 * ```
 */
typedef struct o2c_error o2c_error;

/**
 * What an invoice comes to: made by `o2c_invoice_compute`, ended by `o2c_figures_free`. It never
 * changes.
 */
typedef struct o2c_figures o2c_figures;

/**
 * A lettering: made by `o2c_lettering_compute`, ended by `o2c_lettering_free`. It never changes.
 */
typedef struct o2c_lettering o2c_lettering;

/**
 * A matching: made by `o2c_matching_compute`, ended by `o2c_matching_free`. It never changes.
 */
typedef struct o2c_matching o2c_matching;

/**
 * A text that belongs to the caller: UTF-8, `len` bytes at `data`, and a NUL behind them that is
 * not counted. Free it with `o2c_string_free`, never with `free`.
 *
 * ```c
 * o2c_string receipt = {NULL, 0};
 * if (o2c_company_execute(company, command, strlen(command), &receipt, NULL) == O2C_OK) {
 *     printf("%s\n", receipt.data);
 * }
 * o2c_string_free(&receipt);
 * ```
 */
typedef struct o2c_string {
    /**
     * The first byte; NULL when there is no text.
     */
    char *data;
    /**
     * How many bytes, without the NUL at the end.
     */
    size_t len;
} o2c_string;

/**
 * A text that belongs to the library: UTF-8, `len` bytes at `data`, and a NUL behind them that
 * is not counted. It lives as long as the handle it was taken from; do not free it.
 */
typedef struct o2c_text {
    /**
     * The first byte; never NULL.
     */
    const char *data;
    /**
     * How many bytes, without the NUL at the end.
     */
    size_t len;
} o2c_text;

/**
 * What every function that can fail answers: `O2C_OK` or the reason why not.
 *
 * Treat a value you do not know as a failure: later versions may know more reasons.
 */
typedef uint32_t o2c_status;

/**
 * Open items as four columns of one length: a row is an item. The columns stay the caller's and
 * are read in place.
 *
 * ```c
 * o2c_open_items items = {customer, due_on, open_minor, currency, 3};
 * ```
 */
typedef struct o2c_open_items {
    /**
     * The customers, numbered densely from 0.
     */
    const uint32_t *customer;
    /**
     * The day each item is due, as days since 1970-01-01.
     */
    const int32_t *due_on;
    /**
     * What is open of each item in minor units: debit positive, credit negative.
     */
    const int64_t *open_minor;
    /**
     * The currencies, numbered densely from 0. Currencies never net.
     */
    const uint16_t *currency;
    /**
     * How many items there are; with 0 the columns may be NULL.
     */
    size_t length;
} o2c_open_items;

/**
 * What one customer owes in one currency, in minor units.
 */
typedef struct o2c_ageing_row {
    /**
     * The customer's number.
     */
    uint32_t customer;
    /**
     * The currency's number.
     */
    uint32_t currency;
    /**
     * What is not due yet; due on the day of the report is not due.
     */
    int64_t not_due;
    /**
     * What is due, a figure for each bucket from the youngest: `o2c_ageing_buckets` of them.
     */
    const int64_t *buckets;
    /**
     * Credits, negative, where they stand apart.
     */
    int64_t credits;
    /**
     * The sum of all of them.
     */
    int64_t total;
} o2c_ageing_row;

/**
 * The lines of a ledger as columns of one length: a row is a line. The columns stay the caller's
 * and are read in place. Numbers stand for texts; those of journals, entries and pieces are
 * compared as they are counted.
 *
 * ```c
 * o2c_ledger_lines ledger = {account, party, accounted_on, journal, entry, piece, open_minor,
 *                            currency, letter, 3};
 * ```
 */
typedef struct o2c_ledger_lines {
    /**
     * The accounts.
     */
    const uint32_t *account;
    /**
     * The parties; `O2C_NONE` where the account is the party.
     */
    const uint32_t *party;
    /**
     * The accounting days, as days since 1970-01-01.
     */
    const int32_t *accounted_on;
    /**
     * The journals.
     */
    const uint32_t *journal;
    /**
     * The entries within their journals.
     */
    const uint32_t *entry;
    /**
     * The pieces; `O2C_NONE` where no reference is given.
     */
    const uint32_t *piece;
    /**
     * The open amounts in minor units: debit positive, credit negative.
     */
    const int64_t *open_minor;
    /**
     * The currencies.
     */
    const uint16_t *currency;
    /**
     * The letters the lines have already; `O2C_NONE` for a line that is open.
     */
    const uint32_t *letter;
    /**
     * How many lines there are; with 0 the columns may be NULL.
     */
    size_t length;
} o2c_ledger_lines;

/**
 * A line that is in a group.
 */
typedef struct o2c_lettered_row {
    /**
     * The line, counted from 0.
     */
    size_t row;
    /**
     * Its group, numbered from 0: lines of one account, party and currency that sum to zero.
     */
    uint32_t group;
    /**
     * The rule that found it, one of `O2C_RULE_...`.
     */
    uint32_t rule;
    /**
     * 1 where the group settles a balance carried forward, which is lettered in the ledger before;
     * 0 elsewhere.
     */
    uint32_t is_carried;
} o2c_lettered_row;

/**
 * An open document. Its text stays the caller's and is read in place.
 */
typedef struct o2c_open_document {
    /**
     * The customer's number.
     */
    uint32_t customer;
    /**
     * The day it is due, as days since 1970-01-01.
     */
    int32_t due_on;
    /**
     * What is open in minor units: an invoice positive, a credit note negative.
     */
    int64_t open_minor;
    /**
     * The number of the document; may be NULL where it has none.
     */
    const char *number;
    /**
     * Its length in bytes.
     */
    size_t number_len;
} o2c_open_document;

/**
 * A payment. Its text stays the caller's and is read in place.
 */
typedef struct o2c_received_payment {
    /**
     * The customer's number.
     */
    uint32_t customer;
    /**
     * The day the funds were received, as days since 1970-01-01.
     */
    int32_t received_on;
    /**
     * What was received in minor units, positive.
     */
    int64_t amount_minor;
    /**
     * What the payer wrote; may be NULL where that is nothing.
     */
    const char *remittance;
    /**
     * Its length in bytes.
     */
    size_t remittance_len;
} o2c_received_payment;

/**
 * What is compared: everything that is open in one currency, and the payments.
 *
 * ```c
 * o2c_open_document documents[1] = {{0, 20483, 81211, "F-10010", 7}};
 * o2c_received_payment payments[1] = {{0, 20500, 81211, "VIR F-10010", 11}};
 * o2c_matching_input input = {documents, 1, payments, 1, "EUR", 3};
 * ```
 */
typedef struct o2c_matching_input {
    /**
     * The open documents, in any order.
     */
    const struct o2c_open_document *items;
    /**
     * How many there are; with 0 `items` may be NULL.
     */
    size_t items_len;
    /**
     * The payments, in any order.
     */
    const struct o2c_received_payment *payments;
    /**
     * How many there are; with 0 `payments` may be NULL.
     */
    size_t payments_len;
    /**
     * The currency of all of them: its three letters.
     */
    const char *currency;
    /**
     * Their length in bytes.
     */
    size_t currency_len;
} o2c_matching_input;

/**
 * A document that a payment settles, or may settle.
 */
typedef struct o2c_matched_row {
    /**
     * The payment, counted from 0.
     */
    size_t payment;
    /**
     * The document, counted from 0.
     */
    size_t document;
    /**
     * How much of it in minor units, with its sign.
     */
    int64_t amount_minor;
    /**
     * 0 for what is to be applied; from 1 what was rejected for it, or what someone decides among
     * where nothing is to be applied, the likeliest first.
     */
    uint32_t alternative;
    /**
     * The rule that found it, one of `O2C_MATCH_...`.
     */
    uint32_t rule;
    /**
     * How sure it is, in thousandths.
     */
    uint32_t score;
} o2c_matched_row;

/**
 * An exact figure: `mantissa` divided by ten to the power of `places`. `{125, 3}` is 0.125,
 * `{20, 0}` is 20. At most 10 places and 18 digits once trailing zeros are dropped.
 */
typedef struct o2c_exact {
    /**
     * The digits, with the sign.
     */
    int64_t mantissa;
    /**
     * How many of the digits stand behind the point.
     */
    uint32_t places;
} o2c_exact;

/**
 * A line to invoice.
 *
 * ```c
 * o2c_invoice_line line = {{7, 0}, {1000, 2}, {3, 0}, {5, 0}, {20, 0}, "S"};
 * ```
 */
typedef struct o2c_invoice_line {
    /**
     * How much; negative where something is taken back (BT-129).
     */
    struct o2c_exact quantity;
    /**
     * What one base quantity costs, without VAT (BT-146).
     */
    struct o2c_exact price;
    /**
     * The quantity the price is for, above zero, mostly `{1, 0}` (BT-149).
     */
    struct o2c_exact base_quantity;
    /**
     * The line's allowance in percent, `{0, 0}` for none, at most 100 (BT-138).
     */
    struct o2c_exact allowance_percent;
    /**
     * The VAT rate in percent, zero where the category bears none (BT-152).
     */
    struct o2c_exact vat_rate;
    /**
     * The VAT category, `S`, `Z`, `E`, `AE`, `K`, `G`, `O`, `L` or `M`, with a NUL behind it
     * (BT-151).
     */
    char vat_category[4];
} o2c_invoice_line;

/**
 * What a line comes to, in minor units.
 */
typedef struct o2c_line_amounts {
    /**
     * Quantity times price, rounded once.
     */
    int64_t goods;
    /**
     * The line's allowances.
     */
    int64_t allowances;
    /**
     * The line's charges.
     */
    int64_t charges;
    /**
     * Goods less allowances plus charges (BT-131).
     */
    int64_t net;
} o2c_line_amounts;

/**
 * The VAT of one category and rate, amounts in minor units (BG-23).
 */
typedef struct o2c_vat_group {
    /**
     * The rate in percent.
     */
    struct o2c_exact rate;
    /**
     * What the VAT is computed on (BT-116).
     */
    int64_t base;
    /**
     * The VAT, rounded once (BT-117).
     */
    int64_t amount;
    /**
     * The category, with a NUL behind it.
     */
    char category[4];
} o2c_vat_group;

/**
 * The totals of a document, in minor units.
 */
typedef struct o2c_invoice_totals {
    /**
     * Without VAT (BT-109).
     */
    int64_t net;
    /**
     * The VAT (BT-110).
     */
    int64_t vat;
    /**
     * With VAT (BT-112).
     */
    int64_t gross;
    /**
     * How many decimals a minor unit of the currency has: 2 for EUR, 0 for JPY, 3 for KWD.
     */
    uint32_t decimals;
} o2c_invoice_totals;

/**
 * Done; the outputs are written.
 */
#define O2C_OK 0

/**
 * The core said no: nothing changed, the error carries number, code, path and figures.
 */
#define O2C_REFUSED 1

/**
 * A pointer that must not be NULL is NULL.
 */
#define O2C_NULL_POINTER 2

/**
 * A text is not UTF-8.
 */
#define O2C_INVALID_UTF8 3

/**
 * A length is larger than any object in memory can be.
 */
#define O2C_INVALID_LENGTH 4

/**
 * A defect of the library: the handle is poisoned from now on, everything else still works.
 * The error's message says where.
 */
#define O2C_PANICKED 5

/**
 * An earlier call on this handle panicked: free it and replay the history you keep.
 */
#define O2C_POISONED 6

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The version of the declarations the loaded library was built with.
 *
 * Compare it with `O2C_ABI_VERSION`. Never fails.
 *
 * ```c
 * int belongs_together = o2c_abi_version() == O2C_ABI_VERSION;
 * ```
 */
uint32_t o2c_abi_version(void);

/**
 * The version of the library, such as `0.1.0`: a text that ends in NUL and lives as long as the
 * library. Never fails; do not free it.
 *
 * ```c
 * printf("o2c %s\n", o2c_version());
 * ```
 */
const char *o2c_version(void);

/**
 * Frees a text that a function of this library has written, and clears it: `data` becomes NULL,
 * `len` 0, so that freeing it again does nothing. NULL and a cleared text are left alone.
 *
 * Leave `data` and `len` as they were written: the library frees what they say.
 *
 * ```c
 * o2c_string_free(&receipt);
 * ```
 *
 * Requires: `string` is NULL or points to a text written by this library, unchanged, or cleared.
 */
void o2c_string_free(struct o2c_string *string);

/**
 * The number of the refusal, one of the `O2C_REFUSAL_...` constants or a later one; 0 for NULL.
 * A number never changes its meaning.
 *
 * ```c
 * if (o2c_error_number(error) == O2C_REFUSAL_MONEY_CURRENCY_MISMATCH) {
 *     fprintf(stderr, "one document has one currency\n");
 * }
 * ```
 *
 * Requires: `error` is NULL or a living error.
 */
uint32_t o2c_error_number(const struct o2c_error *error);

/**
 * The code of the refusal, such as `order.line.quantity_exceeds_open`; no bytes for NULL.
 * Belongs to the error.
 *
 * ```c
 * fprintf(stderr, "%s\n", o2c_error_code(error).data);
 * ```
 *
 * Requires: `error` is NULL or a living error.
 */
struct o2c_text o2c_error_code(const struct o2c_error *error);

/**
 * Where in the input the refused value stands, such as `lines[2].quantity`; no bytes for the
 * whole input and for NULL. Belongs to the error.
 *
 * ```c
 * fprintf(stderr, "look at %s\n", o2c_error_path(error).data);
 * ```
 *
 * Requires: `error` is NULL or a living error.
 */
struct o2c_text o2c_error_path(const struct o2c_error *error);

/**
 * One sentence for people; programs read number, code and figures. No bytes for NULL. Belongs to
 * the error.
 *
 * ```c
 * fprintf(stderr, "%s\n", o2c_error_message(error).data);
 * ```
 *
 * Requires: `error` is NULL or a living error.
 */
struct o2c_text o2c_error_message(const struct o2c_error *error);

/**
 * The whole error as JSON with number, code, path, message and figures, the same bytes as in
 * every other language; no bytes for NULL. Belongs to the error.
 *
 * ```c
 * printf("{\"error\":%s}\n", o2c_error_json(error).data);
 * ```
 *
 * Requires: `error` is NULL or a living error.
 */
struct o2c_text o2c_error_json(const struct o2c_error *error);

/**
 * Frees an error and the texts taken from it. NULL is left alone.
 *
 * ```c
 * o2c_error_free(error);
 * error = NULL;
 * ```
 *
 * Requires: `error` is NULL or a living error, which ends here.
 */
void o2c_error_free(struct o2c_error *error);

/**
 * Founds a company from its settings, a JSON object.
 *
 * Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
 * `O2C_PANICKED`. `company` is the caller's: end it with `o2c_company_free`.
 *
 * ```c
 * o2c_company *company = NULL;
 * const char *settings = "{\"ledger_currency\":\"EUR\"}";
 * if (o2c_company_found(settings, strlen(settings), &company, NULL) != O2C_OK) {
 *     return 1;
 * }
 * ```
 *
 * Requires: The text has `settings_len` bytes, the outputs may be written.
 */
o2c_status o2c_company_found(const char *settings,
                             size_t settings_len,
                             struct o2c_company **company,
                             struct o2c_error **error);

/**
 * Rebuilds a company from its history, the JSON that `o2c_company_history` gave: the same state,
 * to the byte.
 *
 * Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
 * `O2C_PANICKED`. `company` is the caller's: end it with `o2c_company_free`.
 *
 * ```c
 * o2c_status status = o2c_company_replay(history.data, history.len, &company, &error);
 * ```
 *
 * Requires: The text has `events_len` bytes, the outputs may be written.
 */
o2c_status o2c_company_replay(const char *events,
                              size_t events_len,
                              struct o2c_company **company,
                              struct o2c_error **error);

/**
 * Copies a company: both go their own way from here. For "what if" on a whole day of trade; for
 * a few commands `o2c_company_preview` is lighter.
 *
 * Fails with `O2C_NULL_POINTER`, `O2C_PANICKED` and `O2C_POISONED`. `copy` is the caller's: end
 * it with `o2c_company_free`.
 *
 * ```c
 * o2c_company *copy = NULL;
 * o2c_status status = o2c_company_fork(company, &copy, NULL);
 * ```
 *
 * Requires: The company lives, the outputs may be written.
 */
o2c_status o2c_company_fork(const struct o2c_company *company,
                            struct o2c_company **copy,
                            struct o2c_error **error);

/**
 * Ends a company. NULL is left alone.
 *
 * ```c
 * o2c_company_free(company);
 * company = NULL;
 * ```
 *
 * Requires: `company` is NULL or a living company that no other thread uses; it ends here.
 */
void o2c_company_free(struct o2c_company *company);

/**
 * Executes one command, a JSON object, and writes its receipt: what happened, and the numbers
 * given out. A refused command changes nothing. The same command again, by its id, changes
 * nothing and gives the first receipt.
 *
 * Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
 * `O2C_PANICKED` and `O2C_POISONED`. `out` is the caller's: free it with `o2c_string_free`.
 *
 * ```c
 * status = o2c_company_execute(company, command, strlen(command), &receipt, &error);
 * ```
 *
 * Requires: The company lives, the text has `command_len` bytes, the outputs may be written.
 */
o2c_status o2c_company_execute(struct o2c_company *company,
                               const char *command,
                               size_t command_len,
                               struct o2c_string *out,
                               struct o2c_error **error);

/**
 * Says what a command would do, as the JSON list of its events, and keeps nothing.
 *
 * Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
 * `O2C_PANICKED` and `O2C_POISONED`. `out` is the caller's: free it with `o2c_string_free`.
 *
 * ```c
 * status = o2c_company_decide(company, command, strlen(command), &events, &error);
 * ```
 *
 * Requires: The company lives, the text has `command_len` bytes, the outputs may be written.
 */
o2c_status o2c_company_decide(const struct o2c_company *company,
                              const char *command,
                              size_t command_len,
                              struct o2c_string *out,
                              struct o2c_error **error);

/**
 * Runs a JSON array of commands on a fork that is thrown away: the receipts are those that
 * `o2c_company_batch` would give, by the same code.
 *
 * Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
 * `O2C_PANICKED` and `O2C_POISONED`. `out` is the caller's: free it with `o2c_string_free`.
 *
 * ```c
 * status = o2c_company_preview(company, commands, strlen(commands), &receipts, &error);
 * ```
 *
 * Requires: The company lives, the text has `commands_len` bytes, the outputs may be written.
 */
o2c_status o2c_company_preview(const struct o2c_company *company,
                               const char *commands,
                               size_t commands_len,
                               struct o2c_string *out,
                               struct o2c_error **error);

/**
 * Executes a JSON array of commands in its order, with a result per command: a refused one does
 * not stop the others. Equal to one `o2c_company_execute` after the other.
 *
 * Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
 * `O2C_PANICKED` and `O2C_POISONED`. `out` is the caller's: free it with `o2c_string_free`.
 *
 * ```c
 * status = o2c_company_batch(company, commands, strlen(commands), &results, &error);
 * ```
 *
 * Requires: The company lives, the text has `commands_len` bytes, the outputs may be written.
 */
o2c_status o2c_company_batch(struct o2c_company *company,
                             const char *commands,
                             size_t commands_len,
                             struct o2c_string *out,
                             struct o2c_error **error);

/**
 * Answers a query, a JSON object, such as the aged balance of a day. A report is a function of
 * the company and the days in the query; it changes nothing.
 *
 * Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
 * `O2C_PANICKED` and `O2C_POISONED`. `out` is the caller's: free it with `o2c_string_free`.
 *
 * ```c
 * const char *query = "{\"ageing\":{\"as_of\":\"2026-02-28\"}}";
 * status = o2c_company_report(company, query, strlen(query), &report, &error);
 * ```
 *
 * Requires: The company lives, the text has `query_len` bytes, the outputs may be written.
 */
o2c_status o2c_company_report(const struct o2c_company *company,
                              const char *query,
                              size_t query_len,
                              struct o2c_string *out,
                              struct o2c_error **error);

/**
 * Writes everything that happened as JSON; `o2c_company_replay` makes the same company from it.
 *
 * Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
 * `O2C_PANICKED` and `O2C_POISONED`. `out` is the caller's: free it with `o2c_string_free`.
 *
 * ```c
 * status = o2c_company_history(company, &history, &error);
 * ```
 *
 * Requires: The company lives, the outputs may be written.
 */
o2c_status o2c_company_history(const struct o2c_company *company,
                               struct o2c_string *out,
                               struct o2c_error **error);

/**
 * Calculates without a company: invoice figures, due days, splits and the like. The request is a
 * JSON object that names the calculation and its input.
 *
 * Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
 * `O2C_PANICKED`. `out` is the caller's: free it with `o2c_string_free`.
 *
 * ```c
 * const char *request = "{\"split\":{\"amount\":\"100.00 EUR\",\"weights\":[\"1\",\"1\",\"1\"]}}";
 * status = o2c_calculate(request, strlen(request), &result, &error);
 * ```
 *
 * Requires: The text has `request_len` bytes, the outputs may be written.
 */
o2c_status o2c_calculate(const char *request,
                         size_t request_len,
                         struct o2c_string *out,
                         struct o2c_error **error);

/**
 * Writes every refusal of the core as a JSON list of number, code and meaning.
 *
 * Fails with `O2C_NULL_POINTER` and `O2C_PANICKED`. `out` is the caller's: free it with
 * `o2c_string_free`.
 *
 * ```c
 * o2c_string refusals = {NULL, 0};
 * status = o2c_refusals(&refusals, NULL);
 * ```
 *
 * Requires: The outputs may be written.
 */
o2c_status o2c_refusals(struct o2c_string *out, struct o2c_error **error);

/**
 * Writes the number of a day for the rows of this header: days since 1970-01-01, negative
 * before. Years 1 to 9999 of the Gregorian calendar.
 *
 * Fails with `O2C_REFUSED` for a day that does not exist, `O2C_NULL_POINTER`, `O2C_PANICKED`.
 *
 * ```c
 * int32_t due_on = 0;
 * status = o2c_day_of_date(2026, 1, 31, &due_on, &error);
 * ```
 *
 * Requires: The outputs may be written.
 */
o2c_status o2c_day_of_date(int32_t year,
                           uint32_t month,
                           uint32_t day,
                           int32_t *out,
                           struct o2c_error **error);

/**
 * Ages open items: what is open per customer and currency, not due, by bucket, and credits.
 *
 * `bounds` are the last days of the buckets, rising: 30, 60, 90 makes buckets of 1-30, 31-60,
 * 61-90 and beyond 90 days. `as_of` is the day of the report as days since 1970-01-01. `credits`
 * is one of `O2C_CREDITS_...`.
 *
 * Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_LENGTH`, `O2C_PANICKED`. `ageing` is
 * the caller's: end it with `o2c_ageing_free`.
 *
 * ```c
 * const uint32_t bounds[] = {30, 60, 90};
 * o2c_ageing *ageing = NULL;
 * status = o2c_ageing_compute(&items, bounds, 3, as_of, O2C_CREDITS_SEPARATE, &ageing, &error);
 * ```
 *
 * Requires: `items` and its columns are as long as they say, as is `bounds`; the outputs may be written.
 */
o2c_status o2c_ageing_compute(const struct o2c_open_items *items,
                              const uint32_t *bounds,
                              size_t bounds_len,
                              int32_t as_of,
                              uint32_t credits,
                              struct o2c_ageing **ageing,
                              struct o2c_error **error);

/**
 * The rows of which a figure is not zero, by customer and currency: `*rows_len` rows that belong
 * to `ageing`. NULL and no rows for NULL; `rows_len` may be NULL.
 *
 * ```c
 * size_t rows_len = 0, i;
 * const o2c_ageing_row *rows = o2c_ageing_rows(ageing, &rows_len);
 * for (i = 0; i < rows_len; i++) {
 *     printf("%" PRIu32 " owes %" PRId64 "\n", rows[i].customer, rows[i].total);
 * }
 * ```
 *
 * Requires: `ageing` is NULL or lives; `rows_len` is NULL or may be written.
 */
const struct o2c_ageing_row *o2c_ageing_rows(const struct o2c_ageing *ageing, size_t *rows_len);

/**
 * How many buckets each row has: one more than bounds were given; 0 for NULL.
 *
 * ```c
 * size_t buckets = o2c_ageing_buckets(ageing);
 * ```
 *
 * Requires: `ageing` is NULL or lives.
 */
size_t o2c_ageing_buckets(const struct o2c_ageing *ageing);

/**
 * Ends an ageing and the rows taken from it. NULL is left alone.
 *
 * ```c
 * o2c_ageing_free(ageing);
 * ```
 *
 * Requires: `ageing` is NULL or lives and is used by nobody else; it ends here.
 */
void o2c_ageing_free(struct o2c_ageing *ageing);

/**
 * Letters the open lines of a ledger by their amounts, days and pieces alone.
 *
 * Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_LENGTH`, `O2C_PANICKED`. `lettering`
 * is the caller's: end it with `o2c_lettering_free`.
 *
 * ```c
 * o2c_lettering *found = NULL;
 * status = o2c_lettering_compute(&ledger, &found, &error);
 * ```
 *
 * Requires: `ledger` and its columns are as long as they say; the outputs may be written.
 */
o2c_status o2c_lettering_compute(const struct o2c_ledger_lines *ledger,
                                 struct o2c_lettering **lettering,
                                 struct o2c_error **error);

/**
 * The lines that are in a group, group by group: `*rows_len` rows that belong to `lettering`. NULL
 * and no rows for NULL; `rows_len` may be NULL.
 *
 * ```c
 * size_t found_len = 0, found_at;
 * const o2c_lettered_row *lettered = o2c_lettering_rows(lettering, &found_len);
 * for (found_at = 0; found_at < found_len; found_at++) {
 *     printf("group %" PRIu32 "\n", lettered[found_at].group);
 * }
 * ```
 *
 * Requires: `lettering` is NULL or lives; `rows_len` is NULL or may be written.
 */
const struct o2c_lettered_row *o2c_lettering_rows(const struct o2c_lettering *lettering,
                                                  size_t *rows_len);

/**
 * Ends a lettering and the rows taken from it. NULL is left alone.
 *
 * ```c
 * o2c_lettering_free(lettering);
 * ```
 *
 * Requires: `lettering` is NULL or lives and is used by nobody else; it ends here.
 */
void o2c_lettering_free(struct o2c_lettering *lettering);

/**
 * Compares payments with everything that is open, all of one currency, under the default policy:
 * the surest first, each document settled once. The order of the rows changes nothing.
 *
 * Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_LENGTH`, `O2C_INVALID_UTF8`,
 * `O2C_PANICKED`. `matching` is the caller's: end it with `o2c_matching_free`.
 *
 * ```c
 * o2c_matching *found = NULL;
 * status = o2c_matching_compute(&matching_input, &found, &error);
 * ```
 *
 * Requires: `input`, its rows and their texts are as long as they say; the outputs may be written.
 */
o2c_status o2c_matching_compute(const struct o2c_matching_input *input,
                                struct o2c_matching **matching,
                                struct o2c_error **error);

/**
 * What the payments settle, or may settle, payment by payment: `*rows_len` rows that belong to
 * `matching`. NULL and no rows for NULL; `rows_len` may be NULL.
 *
 * ```c
 * size_t rows_len = 0;
 * const o2c_matched_row *matched = o2c_matching_rows(matching, &rows_len);
 * if (rows_len > 0 && matched[0].alternative == 0) {
 *     printf("%zu settles %zu\n", matched[0].payment, matched[0].document);
 * }
 * ```
 *
 * Requires: `matching` is NULL or lives; `rows_len` is NULL or may be written.
 */
const struct o2c_matched_row *o2c_matching_rows(const struct o2c_matching *matching,
                                                size_t *rows_len);

/**
 * Ends a matching and the rows taken from it. NULL is left alone.
 *
 * ```c
 * o2c_matching_free(matching);
 * ```
 *
 * Requires: `matching` is NULL or lives and is used by nobody else; it ends here.
 */
void o2c_matching_free(struct o2c_matching *matching);

/**
 * Works out an invoice from rows: every line rounded on its own, VAT once per category and rate,
 * half away from zero. Allowances and charges of the whole document, prepayments and terms go
 * through `o2c_calculate`, which does the same sums.
 *
 * Fails with `O2C_REFUSED` (the path names the row, such as `lines[2].quantity`),
 * `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`, `O2C_PANICKED`. `figures` is the
 * caller's: end it with `o2c_figures_free`.
 *
 * ```c
 * o2c_figures *figures = NULL;
 * if (o2c_invoice_compute("EUR", 3, lines, 2, &figures, &error) == O2C_OK) {
 *     o2c_invoice_totals totals = o2c_figures_totals(figures);
 *     printf("%" PRId64 "\n", totals.gross);
 * }
 * o2c_figures_free(figures);
 * ```
 *
 * Requires: `currency` has `currency_len` bytes, `lines` has `lines_len` rows, the outputs may be written.
 */
o2c_status o2c_invoice_compute(const char *currency,
                               size_t currency_len,
                               const struct o2c_invoice_line *lines,
                               size_t lines_len,
                               struct o2c_figures **figures,
                               struct o2c_error **error);

/**
 * What each line comes to, in the order of the rows: `*lines_len` rows that belong to `figures`.
 * NULL and no rows for NULL; `lines_len` may be NULL.
 *
 * ```c
 * size_t lines_len = 0;
 * const o2c_line_amounts *lines = o2c_figures_lines(figures, &lines_len);
 * ```
 *
 * Requires: `figures` is NULL or lives; `lines_len` is NULL or may be written.
 */
const struct o2c_line_amounts *o2c_figures_lines(const struct o2c_figures *figures,
                                                 size_t *lines_len);

/**
 * The VAT per category and rate, in the order of both: `*groups_len` rows that belong to
 * `figures`. NULL and no rows for NULL; `groups_len` may be NULL.
 *
 * ```c
 * size_t groups_len = 0;
 * const o2c_vat_group *groups = o2c_figures_vat(figures, &groups_len);
 * ```
 *
 * Requires: `figures` is NULL or lives; `groups_len` is NULL or may be written.
 */
const struct o2c_vat_group *o2c_figures_vat(const struct o2c_figures *figures, size_t *groups_len);

/**
 * The totals of the document; all zero for NULL.
 *
 * ```c
 * int64_t gross = o2c_figures_totals(figures).gross;
 * ```
 *
 * Requires: `figures` is NULL or lives.
 */
struct o2c_invoice_totals o2c_figures_totals(const struct o2c_figures *figures);

/**
 * Ends figures and the rows taken from them. NULL is left alone.
 *
 * ```c
 * o2c_figures_free(figures);
 * ```
 *
 * Requires: `figures` is NULL or lives and is used by nobody else; it ends here.
 */
void o2c_figures_free(struct o2c_figures *figures);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

/*
 * The numbers of the refusals. Numbers are only added: one that was given out never
 * means anything else.
 */

/** The text is not the JSON that is expected here. */
#define O2C_REFUSAL_JSON_MALFORMED 1
/** A figure of the answer cannot be written. */
#define O2C_REFUSAL_JSON_UNWRITABLE 2
/** The version of the text is not one this library reads. */
#define O2C_REFUSAL_JSON_UNKNOWN_VERSION 3
/** A pointer that must not be NULL is NULL. */
#define O2C_REFUSAL_DOOR_NULL_POINTER 14
/** A text is not UTF-8. */
#define O2C_REFUSAL_DOOR_INVALID_UTF8 15
/** A length is larger than any object in memory, or the elements are not aligned. */
#define O2C_REFUSAL_DOOR_INVALID_LENGTH 16
/** A defect of the library; the handle is poisoned. */
#define O2C_REFUSAL_DOOR_PANICKED 17
/** An earlier call on this handle panicked. */
#define O2C_REFUSAL_DOOR_POISONED 18
/** A number stands for none of the choices there are. */
#define O2C_REFUSAL_DOOR_UNKNOWN_CHOICE 19
/** The identifier is empty, too long, or has a blank at an end or a control character. */
#define O2C_REFUSAL_ID_MALFORMED 21
/** The text is longer than allowed or has a control character other than a line break. */
#define O2C_REFUSAL_ID_TEXT_MALFORMED 22
/** The country is not two capital letters. */
#define O2C_REFUSAL_ID_COUNTRY_MALFORMED 23
/** The text is not a plain decimal number: an optional minus, digits, at most one point. */
#define O2C_REFUSAL_MONEY_NOT_A_NUMBER 101
/** The figure has more significant digits or decimal places than are held exactly. */
#define O2C_REFUSAL_MONEY_TOO_MANY_DIGITS 102
/** The currency is not one of the ISO 4217 table. */
#define O2C_REFUSAL_MONEY_UNKNOWN_CURRENCY 103
/** The amount has more decimals than its currency. */
#define O2C_REFUSAL_MONEY_TOO_MANY_DECIMALS 104
/** Amounts of two currencies never add or compare. */
#define O2C_REFUSAL_MONEY_CURRENCY_MISMATCH 105
/** The result leaves the range in which money is held exactly. */
#define O2C_REFUSAL_MONEY_OUT_OF_RANGE 106
/** The figure must not be negative. */
#define O2C_REFUSAL_MONEY_NEGATIVE 107
/** The figure must be greater than zero. */
#define O2C_REFUSAL_MONEY_NOT_POSITIVE 108
/** The percentage is above 100 where that makes no sense. */
#define O2C_REFUSAL_MONEY_ABOVE_HUNDRED 109
/** A split needs at least one weight. */
#define O2C_REFUSAL_MONEY_NO_WEIGHTS 110
/** A split needs a weight above zero. */
#define O2C_REFUSAL_MONEY_ZERO_WEIGHTS 111
/** A weight of a split must not be negative. */
#define O2C_REFUSAL_MONEY_NEGATIVE_WEIGHT 112
/** A running share must not exceed its whole, nor change its sign. */
#define O2C_REFUSAL_MONEY_BEYOND_WHOLE 113
/** An exchange rate leads from one currency to another. */
#define O2C_REFUSAL_MONEY_SAME_CURRENCY 114
/** The text is not a day written as `YYYY-MM-DD`. */
#define O2C_REFUSAL_CALENDAR_NOT_A_DAY 201
/** The month has no such day, or the year no such month. */
#define O2C_REFUSAL_CALENDAR_NO_SUCH_DAY 202
/** Days stay within the years 1 to 9999. */
#define O2C_REFUSAL_CALENDAR_OUT_OF_RANGE 203
/** A day of the month lies between 1 and 31. */
#define O2C_REFUSAL_CALENDAR_NOT_A_MONTH_DAY 204
/** A period ends after it begins. */
#define O2C_REFUSAL_CALENDAR_PERIOD_NOT_FORWARD 205
/** Periods of zero months never advance. */
#define O2C_REFUSAL_CALENDAR_NO_INTERVAL 206
/** The text is no payment term of the canonical form. */
#define O2C_REFUSAL_CALENDAR_NOT_TERMS 207
/** "N days end of month" has two legal readings and the contract must say which. */
#define O2C_REFUSAL_CALENDAR_END_OF_MONTH_READING_MISSING 208
/** Payment terms have at least one instalment. */
#define O2C_REFUSAL_CALENDAR_NO_INSTALMENTS 209
/** Parts of the whole do not mix with other shares. */
#define O2C_REFUSAL_CALENDAR_SHARES_MIXED 210
/** Only the last instalment takes the rest. */
#define O2C_REFUSAL_CALENDAR_REST_NOT_LAST 211
/** Percentages sum to 100, or to less where a last instalment takes the rest. */
#define O2C_REFUSAL_CALENDAR_SHARES_NOT_WHOLE 212
/** Fixed amounts and percentages of the rest need a last instalment that takes the rest. */
#define O2C_REFUSAL_CALENDAR_REST_MISSING 213
/** The instalments exceed the total: the rest has the opposite sign. */
#define O2C_REFUSAL_CALENDAR_REST_CHANGES_SIGN 214
/** No instalment falls due before the document is issued. */
#define O2C_REFUSAL_CALENDAR_DUE_BEFORE_ISSUE 215
/** The table already has a value from that day on. */
#define O2C_REFUSAL_CALENDAR_VALID_FROM_TAKEN 216
/** The rows of a dated table stand in strictly increasing order of days. */
#define O2C_REFUSAL_CALENDAR_VALID_FROM_NOT_INCREASING 217
/** Payment terms have only so many instalments. */
#define O2C_REFUSAL_CALENDAR_TOO_MANY_INSTALMENTS 218
/** Terms grant a discount on the whole or by instalment, not both. */
#define O2C_REFUSAL_CALENDAR_DISCOUNT_GRANTED_TWICE 240
/** Only a discount on the whole can lower the VAT when the invoice is issued. */
#define O2C_REFUSAL_CALENDAR_DISCOUNT_AT_ISSUE_IN_PART 241
/** A receipt that earns a discount is money that came in. */
#define O2C_REFUSAL_CALENDAR_RECEIPT_NOT_POSITIVE 242
/** A sector that terms are held to is one of the table of legal maxima. */
#define O2C_REFUSAL_CALENDAR_SECTOR_UNKNOWN 243
/** The unit of measure is not 1 to 8 letters, digits or slashes. */
#define O2C_REFUSAL_QUANTITY_UNIT_MALFORMED 301
/** Quantities of two units never add or compare. */
#define O2C_REFUSAL_QUANTITY_UNIT_MISMATCH 302
/** The text is not a figure followed by a unit. */
#define O2C_REFUSAL_QUANTITY_NOT_A_QUANTITY 303
/** A party has a name. */
#define O2C_REFUSAL_PARTY_NAME_MISSING 320
/** A party has only so many address lines and identifiers. */
#define O2C_REFUSAL_PARTY_TOO_MANY 321
/** The text is not a VAT category of EN 16931. */
#define O2C_REFUSAL_TAX_UNKNOWN_CATEGORY 340
/** Only the categories S, L and M bear a rate. */
#define O2C_REFUSAL_TAX_RATE_NOT_ZERO 341
/** A VAT rate is at most 100 %. */
#define O2C_REFUSAL_TAX_RATE_ABOVE_HUNDRED 342
/** The text is not a category followed by a rate. */
#define O2C_REFUSAL_TAX_NOT_A_VAT 343
/** A stack of taxes leaves the range in which it is computed exactly. */
#define O2C_REFUSAL_TAX_STACK_OUT_OF_RANGE 344
/** A figure that is not to be rounded is a decimal that ends. */
#define O2C_REFUSAL_TAX_NOT_A_DECIMAL 360
/** Taxes leave something of the price that holds them. */
#define O2C_REFUSAL_TAX_NOTHING_LEFT 361
/** Only so many taxes stand upon each other. */
#define O2C_REFUSAL_TAX_STACK_TOO_HIGH 362
/** A document bears VAT in one group at least. */
#define O2C_REFUSAL_TAX_NO_GROUPS 380
/** A category and rate stands in one group. */
#define O2C_REFUSAL_TAX_GROUP_TWICE 381
/** The document has no group of this category and rate. */
#define O2C_REFUSAL_TAX_GROUP_UNKNOWN 382
/** Money goes the way the document claims it. */
#define O2C_REFUSAL_TAX_PAYMENT_OF_OTHER_SIGN 383
/** No group is lowered by more than it claims, nor raised. */
#define O2C_REFUSAL_TAX_REDUCTION_BEYOND_GROUP 384
/** What was collected stays within what is claimed. */
#define O2C_REFUSAL_TAX_REDUCED_BELOW_COLLECTED 385
/** Only a step that was taken can be taken back. */
#define O2C_REFUSAL_TAX_STEP_UNKNOWN 386
/** A step is taken back once. */
#define O2C_REFUSAL_TAX_STEP_REVERSED 387
/** The account number is empty, too long, or has other characters than printable ASCII without blanks. */
#define O2C_REFUSAL_LEDGER_ACCOUNT_MALFORMED 401
/** An entry has at least one line that is not zero. */
#define O2C_REFUSAL_LEDGER_ENTRY_EMPTY 402
/** The lines of an entry are booked in one ledger currency. */
#define O2C_REFUSAL_LEDGER_ENTRY_TWO_LEDGERS 403
/** A line in the ledger's own currency is booked as it stands. */
#define O2C_REFUSAL_LEDGER_ENTRY_BOOKED_DIFFERS 404
/** Debits and credits differ in a currency of the document. */
#define O2C_REFUSAL_LEDGER_ENTRY_UNBALANCED 405
/** Debits and credits differ in the ledger's currency. */
#define O2C_REFUSAL_LEDGER_ENTRY_UNBALANCED_IN_LEDGER 406
/** An amount in a foreign currency cannot be booked without an exchange rate. */
#define O2C_REFUSAL_LEDGER_RATE_MISSING 407
/** The exchange rate does not lead from the amount's currency to the ledger's. */
#define O2C_REFUSAL_LEDGER_RATE_OF_OTHER_PAIR 408
/** A journal takes entries of its own ledger currency only. */
#define O2C_REFUSAL_LEDGER_JOURNAL_OTHER_LEDGER 409
/** There is nothing that could bear interest. */
#define O2C_REFUSAL_INTEREST_NO_ITEMS 480
/** What is due must be above zero. */
#define O2C_REFUSAL_INTEREST_AMOUNT_NOT_POSITIVE 481
/** Payments and credits leave between nothing and the whole to be paid, on every day. */
#define O2C_REFUSAL_INTEREST_BEYOND_AMOUNT 482
/** The table of rates does not reach back to that day. */
#define O2C_REFUSAL_INTEREST_RATE_MISSING 483
/** The table of the flat compensation does not reach back to that day. */
#define O2C_REFUSAL_INTEREST_FEE_MISSING 484
/** The columns of one table are of different length. */
#define O2C_REFUSAL_COLUMNS_LENGTHS_DIFFER 701
/** An open amount leaves the range of money. */
#define O2C_REFUSAL_COLUMNS_OUT_OF_RANGE 702
/** More different texts than there are dense numbers. */
#define O2C_REFUSAL_COLUMNS_TOO_MANY_TEXTS 703
/** A day is beyond the years 1 to 9999. */
#define O2C_REFUSAL_COLUMNS_DAY_OUT_OF_RANGE 713
/** A currency's place is beyond the list of the table's currencies. */
#define O2C_REFUSAL_COLUMNS_UNKNOWN_CURRENCY 714
/** The command names another record than the one it is put to. */
#define O2C_REFUSAL_DIRECTORY_NOT_THIS_RECORD 1001
/** The key is taken. */
#define O2C_REFUSAL_DIRECTORY_ALREADY_REGISTERED 1002
/** Nobody registered the customer. */
#define O2C_REFUSAL_DIRECTORY_CUSTOMER_UNKNOWN 1003
/** The customer is deactivated. */
#define O2C_REFUSAL_DIRECTORY_CUSTOMER_INACTIVE 1004
/** The customer was merged into another. */
#define O2C_REFUSAL_DIRECTORY_CUSTOMER_MERGED 1005
/** Only an inactive customer is reactivated. */
#define O2C_REFUSAL_DIRECTORY_CUSTOMER_ACTIVE 1006
/** A customer is merged into another one. */
#define O2C_REFUSAL_DIRECTORY_MERGED_INTO_ITSELF 1007
/** Nobody registered the item. */
#define O2C_REFUSAL_DIRECTORY_ITEM_UNKNOWN 1008
/** The item is not sold any more. */
#define O2C_REFUSAL_DIRECTORY_ITEM_INACTIVE 1009
/** Items and sites have a name. */
#define O2C_REFUSAL_DIRECTORY_NAME_MISSING 1010
/** A table holds values of one kind. */
#define O2C_REFUSAL_DIRECTORY_ANOTHER_KIND_OF_TABLE 1011
/** A table of exchange rates holds rates of one pair of currencies. */
#define O2C_REFUSAL_DIRECTORY_ANOTHER_PAIR 1012
/** Nobody registered the site. */
#define O2C_REFUSAL_DIRECTORY_SITE_UNKNOWN 1013
/** The discount of a gross price is at most the gross price. */
#define O2C_REFUSAL_PRICING_DISCOUNT_ABOVE_GROSS 1101
/** A price stands for a quantity above zero. */
#define O2C_REFUSAL_PRICING_BASE_QUANTITY_NOT_POSITIVE 1102
/** An allowance is at most the whole. */
#define O2C_REFUSAL_PRICING_ALLOWANCE_ABOVE_HUNDRED 1103
/** An amount is split over VAT groups that have a total. */
#define O2C_REFUSAL_PRICING_NOTHING_TO_SPLIT_OVER 1104
/** An amount is split over VAT groups of one sign. */
#define O2C_REFUSAL_PRICING_GROUPS_OF_BOTH_SIGNS 1105
/** A part is billed of what is ordered. */
#define O2C_REFUSAL_PRICING_BEYOND_ORDERED 1106
/** A document has only so many allowances and charges. */
#define O2C_REFUSAL_PRICING_TOO_MANY_ADJUSTMENTS 1108
/** What is ordered is above zero. */
#define O2C_REFUSAL_PRICING_ORDERED_NOT_POSITIVE 1109
/** At least one line is priced. */
#define O2C_REFUSAL_PRICING_NOTHING_TO_PRICE 1110
/** An order has only so many lines. */
#define O2C_REFUSAL_PRICING_TOO_MANY_LINES 1111
/** What is priced is above zero. */
#define O2C_REFUSAL_PRICING_QUANTITY_NOT_POSITIVE 1112
/** Neither a list nor a condition has a price for the item on that day. */
#define O2C_REFUSAL_PRICING_PRICE_MISSING 1113
/** The tiers of a price rise, and only the last has no end. */
#define O2C_REFUSAL_PRICING_TIERS_NOT_RISING 1114
/** The quantity is beyond the last tier of its price. */
#define O2C_REFUSAL_PRICING_BEYOND_TIERS 1115
/** Free goods come for so many bought, both above zero. */
#define O2C_REFUSAL_PRICING_FREE_GOODS_MALFORMED 1116
/** Two lines have one id. */
#define O2C_REFUSAL_PRICING_LINE_TWICE 1117
/** The quantity is not greater than zero. */
#define O2C_REFUSAL_STOCK_QUANTITY_NOT_POSITIVE 1150
/** A quantity that is counted is not below zero. */
#define O2C_REFUSAL_STOCK_QUANTITY_NEGATIVE 1151
/** Pieces are whole. */
#define O2C_REFUSAL_STOCK_FRACTION_OF_A_PIECE 1152
/** What goods cost is not below zero. */
#define O2C_REFUSAL_STOCK_COST_NEGATIVE 1153
/** More leaves than is there. */
#define O2C_REFUSAL_STOCK_NOT_ON_HAND 1154
/** No receipt of this reference is expected. */
#define O2C_REFUSAL_STOCK_RECEIPT_UNKNOWN 1155
/** A receipt of this reference is expected already. */
#define O2C_REFUSAL_STOCK_RECEIPT_EXPECTED_ALREADY 1156
/** Nothing is expected in the past. */
#define O2C_REFUSAL_STOCK_RECEIPT_IN_THE_PAST 1157
/** Nothing is promised for the past. */
#define O2C_REFUSAL_STOCK_PROMISE_IN_THE_PAST 1158
/** The line of the order has its reservation already. */
#define O2C_REFUSAL_STOCK_RESERVED_ALREADY 1159
/** Nothing is reserved for the line of the order. */
#define O2C_REFUSAL_STOCK_NOT_RESERVED 1160
/** No more is released than is reserved. */
#define O2C_REFUSAL_STOCK_BEYOND_RESERVED 1161
/** Nothing that is known covers the quantity. */
#define O2C_REFUSAL_STOCK_NO_PROMISE 1162
/** The requested day cannot be kept, and the policy refuses another. */
#define O2C_REFUSAL_STOCK_REQUESTED_DAY_MISSED 1163
/** Columns that belong together have one length. */
#define O2C_REFUSAL_STOCK_COLUMNS_DIFFER 1164
/** The command is not possible in the order's state. */
#define O2C_REFUSAL_ORDER_NOT_POSSIBLE 1201
/** Nothing happens to an order before the day it was placed on. */
#define O2C_REFUSAL_ORDER_BEFORE_PLACED 1202
/** At least one line is needed. */
#define O2C_REFUSAL_ORDER_LINES_MISSING 1203
/** The order has more lines than a document may have. */
#define O2C_REFUSAL_ORDER_TOO_MANY_LINES 1204
/** The quantity is not greater than zero. */
#define O2C_REFUSAL_ORDER_LINE_QUANTITY_NOT_POSITIVE 1210
/** Two lines have one id. */
#define O2C_REFUSAL_ORDER_LINE_DUPLICATE_ID 1211
/** The order has no such line. */
#define O2C_REFUSAL_ORDER_LINE_UNKNOWN 1212
/** One line is named twice in one command. */
#define O2C_REFUSAL_ORDER_LINE_NAMED_TWICE 1213
/** The quantity has more decimals than can be held exactly beside the quantity ordered. */
#define O2C_REFUSAL_ORDER_LINE_QUANTITY_TOO_FINE 1214
/** More than is open to ship, or than its tolerance lets leave beyond that. */
#define O2C_REFUSAL_ORDER_LINE_QUANTITY_EXCEEDS_OPEN 1215
/** More than is left to invoice. */
#define O2C_REFUSAL_ORDER_LINE_QUANTITY_EXCEEDS_BILLABLE 1216
/** What is invoiced already cannot be cancelled. */
#define O2C_REFUSAL_ORDER_LINE_QUANTITY_INVOICED 1217
/** Nothing of the line can be cancelled any more. */
#define O2C_REFUSAL_ORDER_LINE_NOTHING_TO_CANCEL 1218
/** Nothing of the order can be cancelled any more. */
#define O2C_REFUSAL_ORDER_NOTHING_TO_CANCEL 1219
/** Nothing of the order is to be invoiced now. */
#define O2C_REFUSAL_ORDER_NOTHING_TO_INVOICE 1220
/** A hold stops delivery until it is released or over. */
#define O2C_REFUSAL_ORDER_ON_HOLD 1221
/** A hold of this kind and code stands already. */
#define O2C_REFUSAL_ORDER_HOLD_STANDS 1222
/** No such hold stands. */
#define O2C_REFUSAL_ORDER_HOLD_UNKNOWN 1223
/** A hold ends on its first day or later. */
#define O2C_REFUSAL_ORDER_HOLD_OVER 1224
/** An offer is valid on its own day at least. */
#define O2C_REFUSAL_ORDER_QUOTE_VALIDITY_OVER 1225
/** An offer is taken while it is valid. */
#define O2C_REFUSAL_ORDER_QUOTE_EXPIRED 1226
/** A confirmed order keeps its customer, payer, currency and billing basis. */
#define O2C_REFUSAL_ORDER_AMENDMENT_FIXED 1227
/** A line that was billed stays as it is. */
#define O2C_REFUSAL_ORDER_AMENDMENT_LINE_BILLED 1228
/** A line of which something was shipped or cancelled stays, with its item and its unit. */
#define O2C_REFUSAL_ORDER_AMENDMENT_LINE_MOVED 1229
/** No less is ordered than was shipped and cancelled. */
#define O2C_REFUSAL_ORDER_AMENDMENT_QUANTITY_BELOW 1230
/** Deposits, milestones and shared amounts that were billed are of the order as it stands. */
#define O2C_REFUSAL_ORDER_AMENDMENT_BILLED 1231
/** An amendment that leaves nothing to deliver is a cancellation. */
#define O2C_REFUSAL_ORDER_AMENDMENT_NOTHING_LEFT 1232
/** The line leaves whole. */
#define O2C_REFUSAL_ORDER_DELIVERY_LINE_INCOMPLETE 1233
/** The order leaves whole. */
#define O2C_REFUSAL_ORDER_DELIVERY_ORDER_INCOMPLETE 1234
/** The lines of a group leave together and whole. */
#define O2C_REFUSAL_ORDER_DELIVERY_GROUP_INCOMPLETE 1235
/** A request to cancel waits for answers already. */
#define O2C_REFUSAL_ORDER_CANCELLATION_PENDING 1236
/** No request to cancel waits for answers. */
#define O2C_REFUSAL_ORDER_CANCELLATION_MISSING 1237
/** The request names no such part. */
#define O2C_REFUSAL_ORDER_CANCELLATION_PART_UNKNOWN 1238
/** A part answers once. */
#define O2C_REFUSAL_ORDER_CANCELLATION_ANSWERED 1239
/** Two parts of a request have one id. */
#define O2C_REFUSAL_ORDER_CANCELLATION_PART_TWICE 1240
/** More is given back than is billed. */
#define O2C_REFUSAL_ORDER_LINE_QUANTITY_EXCEEDS_INVOICED 1280
/** More comes back than was shipped. */
#define O2C_REFUSAL_ORDER_LINE_QUANTITY_EXCEEDS_SHIPPED 1281
/** The order has no such deposit. */
#define O2C_REFUSAL_ORDER_DEPOSIT_UNKNOWN 1282
/** What is left of a deposit is deducted or given back, and no more. */
#define O2C_REFUSAL_ORDER_DEPOSIT_EXCEEDED 1283
/** A deposit that was given back is neither deducted nor given back again. */
#define O2C_REFUSAL_ORDER_DEPOSIT_CREDITED 1284
/** A billing plan is made once, before anything is billed or cancelled. */
#define O2C_REFUSAL_ORDER_PLAN_TOO_LATE 1285
/** An order with a billing plan is billed by its milestones, whole. */
#define O2C_REFUSAL_ORDER_PLAN_BILLS 1286
/** The billing plan has no such milestone. */
#define O2C_REFUSAL_ORDER_MILESTONE_UNKNOWN 1287
/** A milestone is billed once. */
#define O2C_REFUSAL_ORDER_MILESTONE_INVOICED 1288
/** Two milestones have one id. */
#define O2C_REFUSAL_ORDER_MILESTONE_TWICE 1289
/** All that left, or was performed, is accepted. */
#define O2C_REFUSAL_ORDER_NOTHING_TO_ACCEPT 1290
/** More arrives, or is accepted, than left and is neither back nor there already. */
#define O2C_REFUSAL_ORDER_LINE_QUANTITY_EXCEEDS_UNDER_WAY 1291
/** A hold is released on the day it was set or later. */
#define O2C_REFUSAL_ORDER_HOLD_NOT_SET_YET 1292
/** Nothing leaves before the order is confirmed. */
#define O2C_REFUSAL_ORDER_BEFORE_CONFIRMED 1293
/** The command is not possible in the shipment's state. */
#define O2C_REFUSAL_FULFILMENT_NOT_POSSIBLE 1301
/** A shipment holds something. */
#define O2C_REFUSAL_FULFILMENT_LINES_MISSING 1302
/** The shipment has more lines than a document may have. */
#define O2C_REFUSAL_FULFILMENT_TOO_MANY_LINES 1303
/** The quantity is not greater than zero. */
#define O2C_REFUSAL_FULFILMENT_LINE_QUANTITY_NOT_POSITIVE 1304
/** One line of the order is there twice. */
#define O2C_REFUSAL_FULFILMENT_LINE_DUPLICATE 1305
/** Goods do not arrive before they left. */
#define O2C_REFUSAL_FULFILMENT_DELIVERED_BEFORE_SHIPPED 1306
/** Two parcels of a shipment have one id. */
#define O2C_REFUSAL_FULFILMENT_PARCEL_TWICE 1307
/** Parcels that say what is in them hold what leaves, all of it and nothing else. */
#define O2C_REFUSAL_FULFILMENT_PARCEL_DO_NOT_SUM 1308
/** The command is not possible in the return's state. */
#define O2C_REFUSAL_FULFILMENT_RETURN_NOT_POSSIBLE 1310
/** No more comes back than was shipped and has not come back. */
#define O2C_REFUSAL_FULFILMENT_RETURN_BEYOND_SHIPPED 1311
/** No more is received than was agreed on, and no more accepted than was received. */
#define O2C_REFUSAL_FULFILMENT_RETURN_BEYOND_AGREED 1312
/** Nothing of the return was found to be good. */
#define O2C_REFUSAL_FULFILMENT_RETURN_NOTHING_ACCEPTED 1313
/** The command is not possible in the plan's state. */
#define O2C_REFUSAL_FULFILMENT_PLAN_NOT_POSSIBLE 1320
/** A plan has tasks, and not too many. */
#define O2C_REFUSAL_FULFILMENT_PLAN_TASKS_OUT_OF_RANGE 1321
/** One task is there twice. */
#define O2C_REFUSAL_FULFILMENT_PLAN_TASK_TWICE 1322
/** There is no such task. */
#define O2C_REFUSAL_FULFILMENT_PLAN_UNKNOWN_TASK 1323
/** Tasks wait for each other in a circle. */
#define O2C_REFUSAL_FULFILMENT_PLAN_TASKS_IN_A_CIRCLE 1324
/** The command is not possible in the task's state. */
#define O2C_REFUSAL_FULFILMENT_PLAN_TASK_NOT_POSSIBLE 1325
/** The task waits for another. */
#define O2C_REFUSAL_FULFILMENT_PLAN_TASK_NOT_READY 1326
/** Nothing happens to a task before what it builds on. */
#define O2C_REFUSAL_FULFILMENT_PLAN_TASK_TOO_EARLY 1327
/** A bundle is made of itself, or of too many bundles in each other. */
#define O2C_REFUSAL_FULFILMENT_SOURCING_BUNDLE_WITHOUT_END 1330
/** The lines come to more parts than a document has lines. */
#define O2C_REFUSAL_FULFILMENT_SOURCING_TOO_MANY_PARTS 1331
/** One source is there twice. */
#define O2C_REFUSAL_FULFILMENT_SOURCING_SOURCE_TWICE 1332
/** A source has less than nothing. */
#define O2C_REFUSAL_FULFILMENT_SOURCING_OFFER_NEGATIVE 1333
/** A bundle is made of something. */
#define O2C_REFUSAL_FULFILMENT_SOURCING_BUNDLE_EMPTY 1334
/** One bundle is there twice. */
#define O2C_REFUSAL_FULFILMENT_SOURCING_BUNDLE_TWICE 1335
/** Tasks are laid down for an order that is placed or confirmed. */
#define O2C_REFUSAL_FULFILMENT_PLAN_ORDER_NOT_OPEN 1336
/** What is behind its point of no return is not cancelled. */
#define O2C_REFUSAL_FULFILMENT_PLAN_BEYOND_RETURN 1337
/** Nothing happens to a return before what happened to it last. */
#define O2C_REFUSAL_FULFILMENT_RETURN_TOO_EARLY 1338
/** A document has at least one line. */
#define O2C_REFUSAL_INVOICE_NO_LINES 1401
/** A document has only so many lines. */
#define O2C_REFUSAL_INVOICE_TOO_MANY_LINES 1402
/** A line id stands once in a document. */
#define O2C_REFUSAL_INVOICE_LINE_DUPLICATE_ID 1403
/** A line that is issued has a quantity. */
#define O2C_REFUSAL_INVOICE_LINE_QUANTITY_ZERO 1404
/** The text is no structured creditor reference, or its check digits are wrong. */
#define O2C_REFUSAL_REFERENCE_MALFORMED 1405
/** What was never put into the outbox has no outcome. */
#define O2C_REFUSAL_INVOICE_DISPATCH_UNKNOWN 1406
/** A dispatch is sent, received or rejected, each of which may be the first to be told; what was received or rejected stays so. */
#define O2C_REFUSAL_INVOICE_DISPATCH_OUTCOME_OUT_OF_ORDER 1407
/** Nothing happens to a document before it is issued, nor to a dispatch before the last thing did. */
#define O2C_REFUSAL_INVOICE_BEFORE_ISSUE 1408
/** The same dispatch waits in the outbox already. */
#define O2C_REFUSAL_INVOICE_DISPATCH_WAITS 1409
/** Documents are issued in a series that was opened. */
#define O2C_REFUSAL_INVOICE_SERIES_NOT_OPEN 1410
/** A series is opened once. */
#define O2C_REFUSAL_INVOICE_SERIES_ALREADY_OPEN 1411
/** The prefix of numbers is at most 10 letters, digits or one of + - _ /. */
#define O2C_REFUSAL_INVOICE_SERIES_PREFIX_MALFORMED 1412
/** Numbers are padded to 1 to 10 digits. */
#define O2C_REFUSAL_INVOICE_SERIES_DIGITS_OUT_OF_RANGE 1413
/** No document is dated before the last one of its series. */
#define O2C_REFUSAL_INVOICE_SERIES_NOT_CHRONOLOGICAL 1414
/** A series has a last number. */
#define O2C_REFUSAL_INVOICE_SERIES_EXHAUSTED 1415
/** The number is none of a status of an electronic invoice. */
#define O2C_REFUSAL_INVOICE_STATUS_UNKNOWN 1416
/** The transmission of an electronic invoice goes one way (E-01). */
#define O2C_REFUSAL_INVOICE_STATUS_OUT_OF_ORDER 1417
/** Nothing follows the rejection of an electronic invoice (E-01). */
#define O2C_REFUSAL_INVOICE_STATUS_AFTER_REJECTION 1418
/** No mandatory status follows the refusal of an electronic invoice (E-01). */
#define O2C_REFUSAL_INVOICE_STATUS_AFTER_REFUSAL 1419
/** The status needs a reason (E-03). */
#define O2C_REFUSAL_INVOICE_STATUS_REASON_MISSING 1420
/** The reason is not one of the status (E-03). */
#define O2C_REFUSAL_INVOICE_STATUS_REASON_NOT_ALLOWED 1421
/** A collection says how much, VAT included, of which VAT rate (E-02). */
#define O2C_REFUSAL_INVOICE_STATUS_COLLECTION_INCOMPLETE 1422
/** No more is said to be collected than the document has and than was collected (E-02). */
#define O2C_REFUSAL_INVOICE_STATUS_COLLECTED_TOO_MUCH 1423
/** The code is none of a reason of a status. */
#define O2C_REFUSAL_INVOICE_STATUS_REASON_UNKNOWN 1424
/** A deposit asks for more than nothing. */
#define O2C_REFUSAL_INVOICE_DEPOSIT_NOT_POSITIVE 1425
/** The percentages that deposits ask for are at most 100 together. */
#define O2C_REFUSAL_INVOICE_DEPOSIT_ABOVE_HUNDRED 1426
/** Deposits ask for no more than the order comes to. */
#define O2C_REFUSAL_INVOICE_DEPOSIT_BEYOND_ORDER 1427
/** A deposit that rounds to nothing is not invoiced. */
#define O2C_REFUSAL_INVOICE_DEPOSIT_NOTHING 1428
/** A VAT category and rate stands once in a breakdown. */
#define O2C_REFUSAL_INVOICE_GROUP_TWICE 1429
/** A billing plan has at least one milestone. */
#define O2C_REFUSAL_INVOICE_MILESTONE_NONE 1430
/** A billing plan has only so many milestones. */
#define O2C_REFUSAL_INVOICE_MILESTONE_TOO_MANY 1431
/** A milestone bills more than nothing. */
#define O2C_REFUSAL_INVOICE_MILESTONE_NOT_POSITIVE 1432
/** What is left is billed by the last milestone only. */
#define O2C_REFUSAL_INVOICE_MILESTONE_REST_NOT_LAST 1433
/** The milestones of a plan bill the whole order, no less and no more. */
#define O2C_REFUSAL_INVOICE_MILESTONE_NOT_WHOLE 1434
/** A milestone that rounds to nothing is not invoiced. */
#define O2C_REFUSAL_INVOICE_MILESTONE_NOTHING 1435
/** The amount due is rounded once. */
#define O2C_REFUSAL_INVOICE_ROUNDING_TWICE 1440
/** Other taxes stand on lines outside VAT. */
#define O2C_REFUSAL_INVOICE_TAXES_BESIDE_VAT 1441
/** Beside other taxes than VAT, allowances and charges stand on lines. */
#define O2C_REFUSAL_INVOICE_TAXES_BESIDE_ADJUSTMENTS 1442
/** A tax has one account. */
#define O2C_REFUSAL_INVOICE_TAX_ACCOUNT_TWICE 1443
/** An account belongs to a tax of a line. */
#define O2C_REFUSAL_INVOICE_TAX_ACCOUNT_WITHOUT_TAX 1444
/** What shares its figures between its lines is given back as a whole. */
#define O2C_REFUSAL_INVOICE_CREDIT_WHOLE_ONLY 1445
/** Claims are outside VAT, and a debit note claims nothing else (T-23). */
#define O2C_REFUSAL_INVOICE_CLAIM_BEARS_VAT 1446
/** Only a credit note says why it gives something back. */
#define O2C_REFUSAL_INVOICE_REASON_OF_NO_CREDIT 1447
/** A document is worked out again from figures that stand on it. */
#define O2C_REFUSAL_INVOICE_STATEMENT_MISSING 1460
/** A document is worked out again from figures that can be read. */
#define O2C_REFUSAL_INVOICE_STATEMENT_UNREADABLE 1461
/** A formula refers to figures that were explained before it. */
#define O2C_REFUSAL_INVOICE_EXPLANATION_UNKNOWN_FIGURE 1462
/** A formula gives an amount, and holds what it is made of. */
#define O2C_REFUSAL_INVOICE_EXPLANATION_NOT_WORKED_OUT 1463
/** A discount costs who does not take it something only where the whole falls due later. */
#define O2C_REFUSAL_INVOICE_DISCOUNT_OF_NO_CREDIT 1464
/** A document that is issued breaks no rule of the profile the company issues under. */
#define O2C_REFUSAL_INVOICE_BREAKS_RULE 1470
/** A private person owes no flat compensation for recovery. */
#define O2C_REFUSAL_INVOICE_CLAIM_INDEMNITY_OF_CONSUMER 1471
/** The business process is a letter B, S or M and a digit that it may have. */
#define O2C_REFUSAL_INVOICE_PROCESS_UNKNOWN 1480
/** A credit note names a preceding document, a corrective invoice exactly one. */
#define O2C_REFUSAL_INVOICE_PRECEDING_MISSING 1481
/** A share of an earlier document's VAT stands on the bases of the document's own groups. */
#define O2C_REFUSAL_INVOICE_SHARE_OF_OTHER_BASE 1482
/** What claims nothing, or gives back itself, is not given back. */
#define O2C_REFUSAL_INVOICE_NOT_CREDITABLE 1483
/** A document that another took the place of is neither credited nor replaced again. */
#define O2C_REFUSAL_INVOICE_REPLACED 1484
/** Nothing is left of the document to be given back. */
#define O2C_REFUSAL_INVOICE_NOTHING_TO_CREDIT 1485
/** A line is credited by its quantity or by an amount, not by both and not by neither. */
#define O2C_REFUSAL_INVOICE_CREDIT_PART_UNCLEAR 1486
/** The document has no such line. */
#define O2C_REFUSAL_INVOICE_CREDIT_LINE_UNKNOWN 1487
/** One line is named twice in one command. */
#define O2C_REFUSAL_INVOICE_CREDIT_LINE_NAMED_TWICE 1488
/** More of a line's quantity than remains. */
#define O2C_REFUSAL_INVOICE_CREDIT_EXCEEDS_QUANTITY 1489
/** More of a line's value than remains. */
#define O2C_REFUSAL_INVOICE_CREDIT_EXCEEDS_LINE 1490
/** More than remains of the document. */
#define O2C_REFUSAL_INVOICE_CREDIT_EXCEEDS_DOCUMENT 1491
/** A series that is kept for documents of some kinds numbers no others. */
#define O2C_REFUSAL_INVOICE_SERIES_KIND_NOT_KEPT 1492
/** VAT said in the currency of its declaration is what the rate makes of the document's. */
#define O2C_REFUSAL_INVOICE_VAT_ACCOUNTED_OTHERWISE 1493
/** What is outside the scope of VAT stands on a document of its own (rulebook INV-25). */
#define O2C_REFUSAL_INVOICE_NOT_SUBJECT_BESIDE_OTHERS 1494
/** A letter code is one to twelve capital letters and digits. */
#define O2C_REFUSAL_RECEIVABLE_CODE_MALFORMED 1501
/** A command names at least one item. */
#define O2C_REFUSAL_RECEIVABLE_NOTHING_NAMED 1502
/** What became known is recorded in the order in which it became known. */
#define O2C_REFUSAL_RECEIVABLE_RECORDED_EARLIER 1503
/** An item of this name stands on the account already. */
#define O2C_REFUSAL_RECEIVABLE_ENTRY_KNOWN 1504
/** No item of this name stands on the account. */
#define O2C_REFUSAL_RECEIVABLE_ENTRY_UNKNOWN 1505
/** An item is named twice in one command. */
#define O2C_REFUSAL_RECEIVABLE_ENTRY_TWICE 1506
/** Only documents and opening balances are opened by name; the rest follows from what happens. */
#define O2C_REFUSAL_RECEIVABLE_KIND_NOT_OPENED 1507
/** An amount in another currency than the account's or the ledger's. */
#define O2C_REFUSAL_RECEIVABLE_CURRENCY_DIFFERS 1508
/** An item of nothing cannot be settled. */
#define O2C_REFUSAL_RECEIVABLE_ZERO_AMOUNT 1509
/** Money received is positive. */
#define O2C_REFUSAL_RECEIVABLE_NOT_POSITIVE 1510
/** The booked value has the amount's sign, and in one's own currency is the amount. */
#define O2C_REFUSAL_RECEIVABLE_BOOKED_DIFFERS 1511
/** A discount is positive, below the item's amount, and the sum of its shares. */
#define O2C_REFUSAL_RECEIVABLE_DISCOUNT_MALFORMED 1512
/** Nothing takes effect in a closed period. */
#define O2C_REFUSAL_RECEIVABLE_PERIOD_CLOSED 1513
/** The item is closed: nothing is open of it. */
#define O2C_REFUSAL_RECEIVABLE_NOTHING_OPEN 1514
/** No item is settled beyond what is open of it, nor with the opposite sign. */
#define O2C_REFUSAL_RECEIVABLE_BEYOND_OPEN 1515
/** A letter needs debits and credits. */
#define O2C_REFUSAL_RECEIVABLE_ONE_SIDED 1516
/** The amounts settled must sum to zero. */
#define O2C_REFUSAL_RECEIVABLE_UNBALANCED 1517
/** The shortfall is more than the discounts earned by the day the funds were received. */
#define O2C_REFUSAL_RECEIVABLE_DISCOUNT_TOO_SMALL 1518
/** No letter of this code is in force. */
#define O2C_REFUSAL_RECEIVABLE_LETTER_UNKNOWN 1519
/** The letter carries a transfer or a reversal, which are final. */
#define O2C_REFUSAL_RECEIVABLE_LETTER_FINAL 1520
/** A letter is dissolved on a day after all that it settled, not before. */
#define O2C_REFUSAL_RECEIVABLE_UNLETTERED_EARLIER 1521
/** Only a payment that was not settled in part moves to another account. */
#define O2C_REFUSAL_RECEIVABLE_NOT_TRANSFERABLE 1522
/** A payment moves to another account of the same currency. */
#define O2C_REFUSAL_RECEIVABLE_SAME_ACCOUNT 1523
/** A difference is not zero, and only a write-off and the rounding of cash may be paid over. */
#define O2C_REFUSAL_RECEIVABLE_DIFFERENCE_MALFORMED 1524
/** A deduction needs a reason. */
#define O2C_REFUSAL_RECEIVABLE_REASON_MISSING 1525
/** A write-off is what the whole set lacks or leaves: nothing may be open of it besides. */
#define O2C_REFUSAL_RECEIVABLE_NOT_THE_RESIDUAL 1526
/** The differences of a kind in the whole set are more than the firm accepts. */
#define O2C_REFUSAL_RECEIVABLE_BEYOND_TOLERANCE 1527
/** The differences of a kind over the period are more than the firm accepts of one customer. */
#define O2C_REFUSAL_RECEIVABLE_BEYOND_CAP 1528
/** What a customer keeps back is open of one of the items after the letter. */
#define O2C_REFUSAL_RECEIVABLE_DEDUCTION_BEYOND_OPEN 1529
/** Debits become doubtful once, and come back once. */
#define O2C_REFUSAL_RECEIVABLE_NOT_RECLASSIFIED 1530
/** A payment is taken back once, and wholly. */
#define O2C_REFUSAL_RECEIVABLE_NOT_RETURNED 1531
/** A debtor chooses among his debts, each once. */
#define O2C_REFUSAL_RECEIVABLE_CHOICE_UNKNOWN 1532
/** A promise is noted once under one reference. */
#define O2C_REFUSAL_RECEIVABLE_PROMISE_KNOWN 1533
/** There is no such promise on the account. */
#define O2C_REFUSAL_RECEIVABLE_PROMISE_UNKNOWN 1534
/** A promise is withdrawn once. */
#define O2C_REFUSAL_RECEIVABLE_PROMISE_WITHDRAWN 1535
/** Nobody promises more than is open of the items. */
#define O2C_REFUSAL_RECEIVABLE_PROMISE_BEYOND_OPEN 1536
/** What is still enough is not negative and leaves something to pay. */
#define O2C_REFUSAL_RECEIVABLE_PROMISE_TOLERANCE 1537
/** What is agreed lies ahead. */
#define O2C_REFUSAL_RECEIVABLE_DAY_PASSED 1538
/** Only what is owed is promised or paid by instalments. */
#define O2C_REFUSAL_RECEIVABLE_NOT_A_DEBT 1539
/** There is no such plan on the account. */
#define O2C_REFUSAL_RECEIVABLE_PLAN_UNKNOWN 1540
/** A plan that was ended is not agreed anew; another one is. */
#define O2C_REFUSAL_RECEIVABLE_PLAN_ENDED 1541
/** An item is covered by one plan. */
#define O2C_REFUSAL_RECEIVABLE_ENTRY_PLANNED 1542
/** A plan is not broken on the day an instalment falls due. */
#define O2C_REFUSAL_RECEIVABLE_DEFAULT_AT_ONCE 1543
/** A plan has instalments. */
#define O2C_REFUSAL_RECEIVABLE_INSTALMENTS_MISSING 1544
/** Instalments come in the order of their days. */
#define O2C_REFUSAL_RECEIVABLE_INSTALMENTS_OUT_OF_ORDER 1545
/** Instalments sum to what the plan covers, and each comes to something. */
#define O2C_REFUSAL_RECEIVABLE_INSTALMENTS_DIFFER 1546
/** A bank account has a country, two check digits that fit, and up to thirty characters. */
#define O2C_REFUSAL_RECEIVABLE_IBAN_MALFORMED 1547
/** A mandate is signed once under one reference. */
#define O2C_REFUSAL_RECEIVABLE_MANDATE_KNOWN 1548
/** There is no such mandate. */
#define O2C_REFUSAL_RECEIVABLE_MANDATE_UNKNOWN 1549
/** Nothing happens to a mandate after it was revoked. */
#define O2C_REFUSAL_RECEIVABLE_MANDATE_REVOKED 1550
/** A mandate is noted once it is signed. */
#define O2C_REFUSAL_RECEIVABLE_MANDATE_SIGNED_AHEAD 1551
/** An amendment changes something. */
#define O2C_REFUSAL_RECEIVABLE_NOTHING_AMENDED 1552
/** An alphabet is capital letters and digits, each once and in order, a letter first. */
#define O2C_REFUSAL_RECEIVABLE_ALPHABET_MALFORMED 1553
/** Only money received is compared. */
#define O2C_REFUSAL_LETTERING_NOT_POSITIVE 1601
/** A candidate in another currency than the payment. */
#define O2C_REFUSAL_LETTERING_CURRENCY_DIFFERS 1602
/** The columns of one ledger are of different length. */
#define O2C_REFUSAL_LETTERING_LENGTHS_DIFFER 1641
/** Of many payments, an item comes twice within its customer and currency. */
#define O2C_REFUSAL_LETTERING_ITEM_TWICE 1642
/** Of many payments, one comes twice within its customer and currency. */
#define O2C_REFUSAL_LETTERING_PAYMENT_TWICE 1643
/** The nearest set is looked for among at least one item, and not among too many. */
#define O2C_REFUSAL_LETTERING_ITEM_COUNT 1644
/** A host proposes nothing, or a match without an item. */
#define O2C_REFUSAL_LETTERING_NOTHING_PROPOSED 1645
/** A host is surer than sure. */
#define O2C_REFUSAL_LETTERING_SCORE_BEYOND 1646
/** There are more bounds of buckets than a report can show. */
#define O2C_REFUSAL_AGEING_TOO_MANY_BOUNDS 1701
/** A bound of a bucket is a number of days above zero and not beyond a century. */
#define O2C_REFUSAL_AGEING_BOUND_OUT_OF_RANGE 1702
/** Each bound of a bucket is greater than the one before. */
#define O2C_REFUSAL_AGEING_BOUNDS_NOT_INCREASING 1703
/** The customers' numbers are not dense: the table would be larger than is sensible. */
#define O2C_REFUSAL_AGEING_TOO_MANY_CELLS 1704
/** A customer's number stands for no known text. */
#define O2C_REFUSAL_AGEING_UNKNOWN_CUSTOMER 1705
/** A currency's place is beyond the list of currencies. */
#define O2C_REFUSAL_AGEING_UNKNOWN_CURRENCY 1706
/** Between two currencies one rate is given. */
#define O2C_REFUSAL_AGEING_RATE_TWICE 1707
/** Amounts are shown in the ledger's currency: every rate has it on one side. */
#define O2C_REFUSAL_AGEING_RATE_OF_NO_LEDGER 1708
/** The command is not possible in the dispute's state. */
#define O2C_REFUSAL_DISPUTE_NOT_POSSIBLE 1801
/** Only what is open, and in no other dispute, can be disputed. */
#define O2C_REFUSAL_DISPUTE_NOTHING_OPEN 1802
/** The amount is not greater than zero. */
#define O2C_REFUSAL_DISPUTE_AMOUNT_NOT_POSITIVE 1803
/** No more can be disputed than is open and in no other dispute. */
#define O2C_REFUSAL_DISPUTE_BEYOND_OPEN 1804
/** The customer is answered on the day of the dispute or later. */
#define O2C_REFUSAL_DISPUTE_ANSWERED_BEFORE 1805
/** What happens to a dispute happens in the order of its days. */
#define O2C_REFUSAL_DISPUTE_EARLIER 1806
/** No more is granted than is disputed. */
#define O2C_REFUSAL_DISPUTE_BEYOND_DISPUTED 1807
/** The command id was used before with other content. */
#define O2C_REFUSAL_COMPANY_COMMAND_CONFLICT 2001
/** The day a command became known lies before that of an earlier command. */
#define O2C_REFUSAL_COMPANY_RECORDED_ON_DECREASES 2002
/** The command would take effect in a closed period and names no posting day in an open one. */
#define O2C_REFUSAL_COMPANY_PERIOD_CLOSED 2003
/** The posting day that was named lies in a closed period. */
#define O2C_REFUSAL_COMPANY_POSTING_DAY_CLOSED 2004
/** A period is closed only forwards. */
#define O2C_REFUSAL_COMPANY_CLOSED_ALREADY 2005
/** The order was never placed. */
#define O2C_REFUSAL_COMPANY_UNKNOWN_ORDER 2006
/** The series of document numbers was never opened. */
#define O2C_REFUSAL_COMPANY_UNKNOWN_SERIES 2007
/** The payment was never received. */
#define O2C_REFUSAL_COMPANY_UNKNOWN_PAYMENT 2008
/** The payment was received before. */
#define O2C_REFUSAL_COMPANY_PAYMENT_KNOWN 2009
/** The payment belongs to a customer already. */
#define O2C_REFUSAL_COMPANY_PAYMENT_IDENTIFIED 2010
/** There is no such document. */
#define O2C_REFUSAL_COMPANY_UNKNOWN_DOCUMENT 2011
/** The customer has no account in this currency. */
#define O2C_REFUSAL_COMPANY_UNKNOWN_ACCOUNT 2012
/** The line has no price and its item has none on that day. */
#define O2C_REFUSAL_COMPANY_PRICE_MISSING 2013
/** The line has no VAT and its item's class has none on that day. */
#define O2C_REFUSAL_COMPANY_VAT_MISSING 2014
/** Neither the order nor the customer names payment terms. */
#define O2C_REFUSAL_COMPANY_TERMS_MISSING 2015
/** The table of the directory does not hold what is asked of it. */
#define O2C_REFUSAL_COMPANY_WRONG_TABLE 2016
/** A document that names a prepaid amount needs the deposit documents it was paid on. */
#define O2C_REFUSAL_COMPANY_PREPAID_WITHOUT_DEPOSIT 2017
/** The amount must be above zero. */
#define O2C_REFUSAL_COMPANY_AMOUNT_NOT_POSITIVE 2018
/** A customer is merged only once nothing is open on its accounts. */
#define O2C_REFUSAL_COMPANY_ACCOUNT_NOT_EMPTY 2019
/** A span of days ends before it begins. */
#define O2C_REFUSAL_COMPANY_DAYS_REVERSED 2020
/** The events do not make a history. */
#define O2C_REFUSAL_COMPANY_BROKEN_HISTORY 2021
/** The line of the order is unknown. */
#define O2C_REFUSAL_COMPANY_UNKNOWN_LINE 2022
/** A document of this number was issued in another series. */
#define O2C_REFUSAL_COMPANY_DOCUMENT_KNOWN 2023
/** A customer is merged only once its orders are delivered and billed, or cancelled. */
#define O2C_REFUSAL_COMPANY_ORDER_IN_PROGRESS 2024
/** What is billed of an order is billed to the customer who ordered it. */
#define O2C_REFUSAL_COMPANY_OTHER_CUSTOMER 2025
/** A period is closed once it is over. */
#define O2C_REFUSAL_COMPANY_PERIOD_NOT_OVER 2026
/** A rate is given for what is in another currency than the ledger's. */
#define O2C_REFUSAL_COMPANY_RATE_NOT_NEEDED 2035
/** What is given back leaves the books at what the document was booked at. */
#define O2C_REFUSAL_COMPANY_RATE_NOT_OF_ORIGINAL 2036
/** The payment was not honoured. */
#define O2C_REFUSAL_COMPANY_PAYMENT_BOUNCED 2041
/** A refund leaves once. */
#define O2C_REFUSAL_COMPANY_REFUND_KNOWN 2042
/** Only a credit is paid back: more was paid, or given back, than is owed. */
#define O2C_REFUSAL_COMPANY_NOT_A_CREDIT 2043
/** A batch has at least one payment. */
#define O2C_REFUSAL_COMPANY_PAYMENTS_MISSING 2044
/** A payment is named once in one command. */
#define O2C_REFUSAL_COMPANY_PAYMENT_TWICE 2045
/** What the bank has is not cleared again. */
#define O2C_REFUSAL_COMPANY_AT_THE_BANK 2046
/** A batch comes from one place. */
#define O2C_REFUSAL_COMPANY_HELD_ELSEWHERE 2047
/** What the bank keeps of a batch is above zero and less than the batch. */
#define O2C_REFUSAL_COMPANY_FEE_OUT_OF_BATCH 2048
/** Nobody knows whose debts a payment in suspense settles. */
#define O2C_REFUSAL_COMPANY_PAYER_UNKNOWN 2049
/** A document of ours is given back or replaced by the command that follows it up. */
#define O2C_REFUSAL_COMPANY_PRECEDING_IS_OURS 2060
/** A number of one series must never read like one of another. */
#define O2C_REFUSAL_COMPANY_SERIES_COLLIDE 2061
/** A deposit is given back by the command that knows what invoices deducted of it. */
#define O2C_REFUSAL_COMPANY_IS_DEPOSIT 2062
/** A debit note relates to documents of its own customer. */
#define O2C_REFUSAL_COMPANY_RELATES_TO_OTHER 2067
/** A document is named once in one command. */
#define O2C_REFUSAL_COMPANY_DOCUMENT_TWICE 2068
/** The flat compensation for recovery is claimed once for an invoice (I15). */
#define O2C_REFUSAL_COMPANY_INDEMNITY_CLAIMED 2069
/** There is no customer of this group. */
#define O2C_REFUSAL_COMPANY_UNKNOWN_GROUP 2070
/** The document is no deposit on an order. */
#define O2C_REFUSAL_COMPANY_NOT_A_DEPOSIT 2080
/** Deposits are asked for, deducted and given back by commands that name the order. */
#define O2C_REFUSAL_COMPANY_DEPOSIT_BY_HAND 2081
/** An invoice bills at least one order, and each once. */
#define O2C_REFUSAL_COMPANY_ORDERS_MISSING 2082
/** An order is named once in one command. */
#define O2C_REFUSAL_COMPANY_ORDER_TWICE 2083
/** Orders on one invoice have one customer, one currency and one set of payment terms. */
#define O2C_REFUSAL_COMPANY_ORDERS_DIFFER 2084
/** There is no such shipment. */
#define O2C_REFUSAL_COMPANY_UNKNOWN_SHIPMENT 2085
/** There is no such dispute. */
#define O2C_REFUSAL_COMPANY_UNKNOWN_DISPUTE 2086
/** An item that may not be matched is settled once its dispute is over (rulebook L-10). */
#define O2C_REFUSAL_COMPANY_DISPUTED_ITEM 2087
/** The invoice does not take the place of the one disputed. */
#define O2C_REFUSAL_COMPANY_NOT_IN_ITS_PLACE 2088
/** Only what is open of a document can be lost. */
#define O2C_REFUSAL_COMPANY_NOTHING_OPEN_OF 2089
/** No more can be lost than is open. */
#define O2C_REFUSAL_COMPANY_BEYOND_OPEN_OF 2090
/** An allowance is at most what is open without VAT (rulebook A-03). */
#define O2C_REFUSAL_COMPANY_ALLOWANCE_BEYOND_DEBT 2091
/** An allowance is set in the order of its days. */
#define O2C_REFUSAL_COMPANY_ALLOWANCE_EARLIER 2092
/** No more is recovered than was lost. */
#define O2C_REFUSAL_COMPANY_BEYOND_LOSS 2093
/** Interest is billed up to a day that has come. */
#define O2C_REFUSAL_COMPANY_INTEREST_IN_ADVANCE 2100
/** There is neither interest nor compensation that was not billed before. */
#define O2C_REFUSAL_COMPANY_NO_INTEREST_TO_BILL 2101
/** What a period cuts off is reversed after its last day. */
#define O2C_REFUSAL_COMPANY_CUT_OFF_REVERSED_TOO_EARLY 2120
/** A period is cut off once. */
#define O2C_REFUSAL_COMPANY_CUT_OFF_DONE_ALREADY 2121
/** What was cut off before is reversed within the period that is cut off next. */
#define O2C_REFUSAL_COMPANY_CUT_OFF_NOT_REVERSED 2122
/** What is taken over in another currency needs the value it was booked at. */
#define O2C_REFUSAL_COMPANY_BOOKED_MISSING 2135
/** What is taken over was open before the day it is taken over. */
#define O2C_REFUSAL_COMPANY_OPENED_AHEAD 2136
/** A run of direct debits is handed to the bank once. */
#define O2C_REFUSAL_COMPANY_DEBIT_RUN_KNOWN 2137
/** There is no such run of direct debits. */
#define O2C_REFUSAL_COMPANY_UNKNOWN_DEBIT_RUN 2138
/** Nothing is due of a customer with a mandate that stands. */
#define O2C_REFUSAL_COMPANY_NOTHING_TO_COLLECT 2139
/** The money of a run comes in once. */
#define O2C_REFUSAL_COMPANY_DEBIT_RUN_RECEIVED 2140
/** Nothing comes in before the day on which it is collected. */
#define O2C_REFUSAL_COMPANY_COLLECTED_LATER 2141
/** There is no such collection. */
#define O2C_REFUSAL_COMPANY_UNKNOWN_COLLECTION 2142
/** A bank takes its fee for money that moved. */
#define O2C_REFUSAL_COMPANY_FEE_OF_NOTHING 2143
/** Only cheques are remitted, and each once. */
#define O2C_REFUSAL_COMPANY_NOT_A_CHEQUE_IN_HAND 2144
/** Nothing is written off of what is in dispute: the dispute says what becomes of it. */
#define O2C_REFUSAL_COMPANY_WRITE_OFF_DISPUTED 2145
/** The customer asks for a day that is over. */
#define O2C_REFUSAL_COMPANY_ORDER_REQUIRED_BEFORE 2150
/** Nobody knows where the goods should go. */
#define O2C_REFUSAL_COMPANY_ORDER_ADDRESS_MISSING 2151
/** The customer gave the same reference with another order. */
#define O2C_REFUSAL_COMPANY_ORDER_REFERENCE_TAKEN 2152
/** A line is sold below the floor price of its item: somebody has to approve it. */
#define O2C_REFUSAL_COMPANY_ORDER_BELOW_FLOOR 2153
/** Deposits and milestones are shares of an order by its VAT groups alone. */
#define O2C_REFUSAL_COMPANY_ORDER_BILLED_BY_LINES_ONLY 2154
/** Goods for an order leave by a shipment, which the order then knows of. */
#define O2C_REFUSAL_COMPANY_STOCK_ISSUE_BY_HAND 2160
/** The line of the order is of another item. */
#define O2C_REFUSAL_COMPANY_STOCK_OTHER_ITEM 2161
/** No more is kept for a line than is open of it. */
#define O2C_REFUSAL_COMPANY_STOCK_RESERVED_BEYOND_OPEN 2162
/** A transfer goes from one site to another. */
#define O2C_REFUSAL_COMPANY_STOCK_TRANSFER_TO_ITSELF 2163
/** What comes back is credited on the invoice that billed it. */
#define O2C_REFUSAL_COMPANY_RETURN_NOT_BILLED 2164
/** Subscriptions are billed by a run, which knows the series. */
#define O2C_REFUSAL_COMPANY_BILLED_BY_RUN 2180
/** There is no such subscription. */
#define O2C_REFUSAL_COMPANY_UNKNOWN_SUBSCRIPTION 2181
/** A run bills what is due by its own day. */
#define O2C_REFUSAL_COMPANY_BILLED_IN_ADVANCE 2182
/** Reminders are written by a run, which knows the items. */
#define O2C_REFUSAL_COMPANY_REMINDED_BY_RUN 2183
/** Nothing is given of which a figure could be made. */
#define O2C_REFUSAL_CREDIT_NOT_ENOUGH 2201
/** A figure that others are divided by is not above zero. */
#define O2C_REFUSAL_CREDIT_NOTHING_TO_DIVIDE_BY 2202
/** A ratio that the form needs is missing. */
#define O2C_REFUSAL_CREDIT_RATIO_MISSING 2203
/** A figure of the calculation has more digits than are held exactly. */
#define O2C_REFUSAL_CREDIT_OUT_OF_RANGE 2204
/** The amount is not greater than zero. */
#define O2C_REFUSAL_CREDIT_AMOUNT_NOT_POSITIVE 2205
/** An amount is below zero where that makes no sense. */
#define O2C_REFUSAL_CREDIT_AMOUNT_NEGATIVE 2206
/** A weight is not greater than zero. */
#define O2C_REFUSAL_CREDIT_WEIGHT_NOT_POSITIVE 2207
/** The scorecard is written in a version that this library does not read. */
#define O2C_REFUSAL_CREDIT_SCORECARD_UNKNOWN_VERSION 2208
/** A scorecard has at least one criterion. */
#define O2C_REFUSAL_CREDIT_SCORECARD_CRITERIA_MISSING 2209
/** A feature stands in a scorecard, or in what it is asked about, once. */
#define O2C_REFUSAL_CREDIT_SCORECARD_FEATURE_TWICE 2210
/** No criterion and no knock-out of the scorecard looks at the feature. */
#define O2C_REFUSAL_CREDIT_SCORECARD_UNKNOWN_FEATURE 2211
/** A criterion has at least one band, a list of classes at least one class. */
#define O2C_REFUSAL_CREDIT_BANDS_MISSING 2212
/** Between two bands, or beyond the first or the last, is a gap. */
#define O2C_REFUSAL_CREDIT_BAND_GAP 2213
/** Two bands overlap. */
#define O2C_REFUSAL_CREDIT_BANDS_OVERLAP 2214
/** The points of a criterion rise or fall with its bands, never both. */
#define O2C_REFUSAL_CREDIT_NOT_MONOTONE 2215
/** No class of that name is given. */
#define O2C_REFUSAL_CREDIT_UNKNOWN_CLASS 2216
/** A proposal needs at least one figure that bounds it. */
#define O2C_REFUSAL_CREDIT_BOUND_MISSING 2217
/** A quantity is below zero or beyond what it is a part of. */
#define O2C_REFUSAL_CREDIT_QUANTITY_BEYOND 2218
/** A window is a number of months above zero and not beyond ten years. */
#define O2C_REFUSAL_CREDIT_WINDOW_OUT_OF_RANGE 2219
/** The recent part of a window is shorter than the window. */
#define O2C_REFUSAL_CREDIT_RECENT_OUT_OF_RANGE 2220
/** Cover begins before it ends. */
#define O2C_REFUSAL_CREDIT_DAYS_REVERSED 2221
/** Between the currency of an amount and that of the limit a rate is needed. */
#define O2C_REFUSAL_CREDIT_RATE_MISSING 2222
/** What adds to an exposure is above zero, what takes away from it below. */
#define O2C_REFUSAL_CREDIT_WRONG_SIGN 2223
/** Each age that tells apart what is overdue is greater than the one before. */
#define O2C_REFUSAL_CREDIT_AGES_NOT_INCREASING 2224
/** The customer has no credit file. */
#define O2C_REFUSAL_CREDIT_NO_FILE 2230
/** Two limits, or two increases, would hold on one day. */
#define O2C_REFUSAL_CREDIT_VALIDITIES_OVERLAP 2231
/** The order is not held for want of credit. */
#define O2C_REFUSAL_CREDIT_NOT_HELD 2232
/** What is decided of a hold is decided in the order of its days. */
#define O2C_REFUSAL_CREDIT_EARLIER 2233
/** Nobody of that name may decide of orders that are held. */
#define O2C_REFUSAL_CREDIT_NOBODY_MAY_RULE 2234
/** Whoever releases may not release this much. */
#define O2C_REFUSAL_CREDIT_NO_RIGHT 2235
/** The order is not delivered for want of credit. */
#define O2C_REFUSAL_CREDIT_HELD 2236
/** Credit is divided into the segments that are set, and no others. */
#define O2C_REFUSAL_CREDIT_UNKNOWN_SEGMENT 2237
/** A customer is given no more on account. */
#define O2C_REFUSAL_CREDIT_BLOCKED 2238
/** A policy has a level. */
#define O2C_REFUSAL_DUNNING_NO_LEVELS 2301
/** A policy has only so many levels. */
#define O2C_REFUSAL_DUNNING_TOO_MANY_LEVELS 2302
/** The first level follows no other. */
#define O2C_REFUSAL_DUNNING_FIRST_AFTER_PREVIOUS 2303
/** Each level comes later than the one before it. */
#define O2C_REFUSAL_DUNNING_LEVELS_NOT_IN_ORDER 2304
/** At least a day lies between two letters. */
#define O2C_REFUSAL_DUNNING_NO_INTERVAL 2305
/** The amount is below zero. */
#define O2C_REFUSAL_DUNNING_AMOUNT_NEGATIVE 2306
/** One amount is given for each currency. */
#define O2C_REFUSAL_DUNNING_CURRENCY_TWICE 2307
/** An item is named once. */
#define O2C_REFUSAL_DUNNING_ITEM_TWICE 2308
/** A block ends on its first day or later. */
#define O2C_REFUSAL_DUNNING_BLOCK_ENDS_BEFORE 2310
/** A block is named once. */
#define O2C_REFUSAL_DUNNING_BLOCK_TWICE 2311
/** There is no such block, or it is lifted. */
#define O2C_REFUSAL_DUNNING_UNKNOWN_BLOCK 2312
/** The item never was on the account. */
#define O2C_REFUSAL_DUNNING_UNKNOWN_ITEM 2313
/** Reminders are written in the order of the days. */
#define O2C_REFUSAL_DUNNING_EARLIER 2314
/** An amount is blocked of an item, not of all the account. */
#define O2C_REFUSAL_DUNNING_AMOUNT_OF_ACCOUNT 2315
/** Periods of no length never advance. */
#define O2C_REFUSAL_SUBSCRIPTION_NO_INTERVAL 2401
/** A day of the month bills only where months are counted. */
#define O2C_REFUSAL_SUBSCRIPTION_BILLING_DAY_WITHOUT_MONTHS 2402
/** A subscription ends after it begins. */
#define O2C_REFUSAL_SUBSCRIPTION_END_BEFORE_START 2403
/** So many periods are not told at once. */
#define O2C_REFUSAL_SUBSCRIPTION_TOO_MANY_PERIODS 2404
/** The period has no unit that its parts could be measured in. */
#define O2C_REFUSAL_SUBSCRIPTION_NO_UNITS 2405
/** Seconds count where parts are measured in seconds, and a day has 86,400 of them. */
#define O2C_REFUSAL_SUBSCRIPTION_SECONDS_NOT_COUNTED 2406
/** The day lies outside the period. */
#define O2C_REFUSAL_SUBSCRIPTION_OUTSIDE_PERIOD 2407
/** Cuts stand in the order of time. */
#define O2C_REFUSAL_SUBSCRIPTION_CUTS_NOT_IN_ORDER 2408
/** A tariff by tiers needs one. */
#define O2C_REFUSAL_SUBSCRIPTION_NO_TIERS 2409
/** Each tier ends above the one before it. */
#define O2C_REFUSAL_SUBSCRIPTION_TIERS_NOT_IN_ORDER 2410
/** The last tier holds all the rest. */
#define O2C_REFUSAL_SUBSCRIPTION_LAST_TIER_BOUNDED 2411
/** A package holds something, and free units are none or more. */
#define O2C_REFUSAL_SUBSCRIPTION_PACKAGE_SIZE 2412
/** Nobody uses less than nothing. */
#define O2C_REFUSAL_SUBSCRIPTION_USAGE_NEGATIVE 2413
/** The amount is below zero. */
#define O2C_REFUSAL_SUBSCRIPTION_AMOUNT_NEGATIVE 2414
/** Only the last tier has no bound. */
#define O2C_REFUSAL_SUBSCRIPTION_TIER_WITHOUT_BOUND 2415
/** The command is not possible in the subscription's state. */
#define O2C_REFUSAL_SUBSCRIPTION_NOT_POSSIBLE 2420
/** A subscription charges for something. */
#define O2C_REFUSAL_SUBSCRIPTION_NO_CHARGES 2421
/** A charge is named once in a subscription. */
#define O2C_REFUSAL_SUBSCRIPTION_CHARGE_TWICE 2422
/** The subscription has no such charge. */
#define O2C_REFUSAL_SUBSCRIPTION_UNKNOWN_CHARGE 2423
/** The charge is of another kind than the command is for. */
#define O2C_REFUSAL_SUBSCRIPTION_OTHER_KIND 2424
/** The trial ends on the first day or later, and before the end. */
#define O2C_REFUSAL_SUBSCRIPTION_TRIAL_OUTSIDE 2425
/** A change says what changes. */
#define O2C_REFUSAL_SUBSCRIPTION_NOTHING_CHANGES 2426
/** The number of units is above zero. */
#define O2C_REFUSAL_SUBSCRIPTION_QUANTITY_NOT_POSITIVE 2427
/** An index is above zero. */
#define O2C_REFUSAL_SUBSCRIPTION_INDEX_NOT_POSITIVE 2428
/** Nothing happens to a subscription before its first day. */
#define O2C_REFUSAL_SUBSCRIPTION_BEFORE_START 2429
/** Nothing changes once a subscription is over. */
#define O2C_REFUSAL_SUBSCRIPTION_AFTER_END 2430
/** What changes a subscription changes it in the order of the days. */
#define O2C_REFUSAL_SUBSCRIPTION_EARLIER 2431
/** A key of a usage event means one thing. */
#define O2C_REFUSAL_SUBSCRIPTION_KEY_REUSED 2432
/** Between two attempts to collect lies a day at least. */
#define O2C_REFUSAL_SUBSCRIPTION_NO_RETRY_DAYS 2433
/** Only what is collected can fail to be. */
#define O2C_REFUSAL_SUBSCRIPTION_NOT_COLLECTED 2434
/** A period has at least one day. */
#define O2C_REFUSAL_REPORTING_NO_DAYS 2501
/** At least one period is needed. */
#define O2C_REFUSAL_REPORTING_NO_PERIODS 2502
/** Two lists that are held against each other have the same buckets. */
#define O2C_REFUSAL_REPORTING_OTHER_BUCKETS 2503
/** A row stands for a segment or an item that is not there. */
#define O2C_REFUSAL_REPORTING_UNKNOWN_ROW 2504
/** A customer pays on the day of the invoice or later. */
#define O2C_REFUSAL_REPORTING_PAID_BEFORE_ISSUE 2505

/*
 * The states of an order, what may be asked of it, and where that leads. Numbers are only
 * added, as for refusals.
 */

/** The states of an order. */
enum o2c_order_state {
  O2C_ORDER_STATE_UNPLACED = 0,
  O2C_ORDER_STATE_PLACED = 1,
  O2C_ORDER_STATE_CONFIRMED = 2,
  O2C_ORDER_STATE_CANCELLED = 3,
  O2C_ORDER_STATE_QUOTED = 4,
  O2C_ORDER_STATE_LOST = 5,
  O2C_ORDER_STATE_REJECTED = 6
};

/** What may be asked. */
enum o2c_order_command {
  O2C_ORDER_COMMAND_PLACE = 0,
  O2C_ORDER_COMMAND_AMEND = 1,
  O2C_ORDER_COMMAND_CONFIRM = 2,
  O2C_ORDER_COMMAND_CANCEL_LINE = 3,
  O2C_ORDER_COMMAND_CANCEL = 4,
  O2C_ORDER_COMMAND_RECORD_SHIPPED = 5,
  O2C_ORDER_COMMAND_RECORD_INVOICED = 6,
  O2C_ORDER_COMMAND_RECORD_CREDITED = 7,
  O2C_ORDER_COMMAND_RECORD_DEPOSIT = 8,
  O2C_ORDER_COMMAND_RECORD_DEDUCTED = 9,
  O2C_ORDER_COMMAND_RECORD_DEPOSIT_RELEASED = 10,
  O2C_ORDER_COMMAND_RECORD_DEPOSIT_CREDITED = 11,
  O2C_ORDER_COMMAND_PLAN_BILLING = 12,
  O2C_ORDER_COMMAND_RECORD_MILESTONE = 13,
  O2C_ORDER_COMMAND_RECORD_MILESTONE_CREDITED = 14,
  O2C_ORDER_COMMAND_QUOTE = 15,
  O2C_ORDER_COMMAND_REVISE_QUOTE = 16,
  O2C_ORDER_COMMAND_ACCEPT_QUOTE = 17,
  O2C_ORDER_COMMAND_LOSE_QUOTE = 18,
  O2C_ORDER_COMMAND_REJECT = 19,
  O2C_ORDER_COMMAND_SET_HOLD = 20,
  O2C_ORDER_COMMAND_RELEASE_HOLD = 21,
  O2C_ORDER_COMMAND_REQUEST_CANCELLATION = 22,
  O2C_ORDER_COMMAND_ANSWER_CANCELLATION = 23,
  O2C_ORDER_COMMAND_RECORD_RETURNED = 24,
  O2C_ORDER_COMMAND_RECORD_DELIVERED = 25,
  O2C_ORDER_COMMAND_RECORD_ACCEPTED = 26
};

/**
 * Every transition as X(state, command, next state); all else is refused. Where a command
 * may lead to two states, it has two rows.
 */
#define O2C_ORDER_TRANSITIONS(X) \
  X(O2C_ORDER_STATE_UNPLACED, O2C_ORDER_COMMAND_QUOTE, O2C_ORDER_STATE_QUOTED) \
  X(O2C_ORDER_STATE_UNPLACED, O2C_ORDER_COMMAND_PLACE, O2C_ORDER_STATE_PLACED) \
  X(O2C_ORDER_STATE_UNPLACED, O2C_ORDER_COMMAND_RECORD_MILESTONE_CREDITED, O2C_ORDER_STATE_UNPLACED) \
  X(O2C_ORDER_STATE_QUOTED, O2C_ORDER_COMMAND_REVISE_QUOTE, O2C_ORDER_STATE_QUOTED) \
  X(O2C_ORDER_STATE_QUOTED, O2C_ORDER_COMMAND_ACCEPT_QUOTE, O2C_ORDER_STATE_PLACED) \
  X(O2C_ORDER_STATE_QUOTED, O2C_ORDER_COMMAND_LOSE_QUOTE, O2C_ORDER_STATE_LOST) \
  X(O2C_ORDER_STATE_QUOTED, O2C_ORDER_COMMAND_RECORD_MILESTONE_CREDITED, O2C_ORDER_STATE_QUOTED) \
  X(O2C_ORDER_STATE_LOST, O2C_ORDER_COMMAND_RECORD_MILESTONE_CREDITED, O2C_ORDER_STATE_LOST) \
  X(O2C_ORDER_STATE_PLACED, O2C_ORDER_COMMAND_AMEND, O2C_ORDER_STATE_PLACED) \
  X(O2C_ORDER_STATE_PLACED, O2C_ORDER_COMMAND_CONFIRM, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_PLACED, O2C_ORDER_COMMAND_REJECT, O2C_ORDER_STATE_REJECTED) \
  X(O2C_ORDER_STATE_PLACED, O2C_ORDER_COMMAND_CANCEL, O2C_ORDER_STATE_CANCELLED) \
  X(O2C_ORDER_STATE_PLACED, O2C_ORDER_COMMAND_SET_HOLD, O2C_ORDER_STATE_PLACED) \
  X(O2C_ORDER_STATE_PLACED, O2C_ORDER_COMMAND_RELEASE_HOLD, O2C_ORDER_STATE_PLACED) \
  X(O2C_ORDER_STATE_PLACED, O2C_ORDER_COMMAND_RECORD_MILESTONE_CREDITED, O2C_ORDER_STATE_PLACED) \
  X(O2C_ORDER_STATE_REJECTED, O2C_ORDER_COMMAND_RECORD_MILESTONE_CREDITED, O2C_ORDER_STATE_REJECTED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_AMEND, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_CANCEL_LINE, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_CANCEL_LINE, O2C_ORDER_STATE_CANCELLED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_CANCEL, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_CANCEL, O2C_ORDER_STATE_CANCELLED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_REQUEST_CANCELLATION, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_ANSWER_CANCELLATION, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_ANSWER_CANCELLATION, O2C_ORDER_STATE_CANCELLED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_SET_HOLD, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_RELEASE_HOLD, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_RECORD_SHIPPED, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_RECORD_INVOICED, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_RECORD_CREDITED, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_RECORD_RETURNED, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_RECORD_DELIVERED, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_RECORD_ACCEPTED, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_RECORD_DEPOSIT, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_RECORD_DEDUCTED, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_RECORD_DEPOSIT_RELEASED, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_RECORD_DEPOSIT_CREDITED, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_PLAN_BILLING, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_RECORD_MILESTONE, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CONFIRMED, O2C_ORDER_COMMAND_RECORD_MILESTONE_CREDITED, O2C_ORDER_STATE_CONFIRMED) \
  X(O2C_ORDER_STATE_CANCELLED, O2C_ORDER_COMMAND_RECORD_DEPOSIT_RELEASED, O2C_ORDER_STATE_CANCELLED) \
  X(O2C_ORDER_STATE_CANCELLED, O2C_ORDER_COMMAND_RECORD_DEPOSIT_CREDITED, O2C_ORDER_STATE_CANCELLED) \
  X(O2C_ORDER_STATE_CANCELLED, O2C_ORDER_COMMAND_RECORD_MILESTONE_CREDITED, O2C_ORDER_STATE_CANCELLED)

#endif  /* O2C_H */
