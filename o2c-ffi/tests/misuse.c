/*
 * Everything a careless program may do short of freeing twice: each is a status, and no output is
 * touched. Run with the settings of a company as the only argument; silent when all is well.
 */
#include <o2c.h>

#include <stdio.h>
#include <string.h>

static int failures = 0;

#define CHECK(claim)                                                  \
    do {                                                              \
        if (!(claim)) {                                               \
            fprintf(stderr, "line %d: not so: %s\n", __LINE__, #claim); \
            failures++;                                               \
        }                                                             \
    } while (0)

/* Outputs that no failure may touch. */
static o2c_string out = {NULL, 4711};
static o2c_error *error = NULL;

/* The call failed as expected, told so, and left the output alone. */
static void expect(o2c_status status, o2c_status expected, uint32_t number, const char *path,
                   int line) {
    int is_as_expected = status == expected && out.data == NULL && out.len == 4711 && error != NULL
        && o2c_error_number(error) == number && strcmp(o2c_error_path(error).data, path) == 0
        && o2c_error_message(error).len > 0 && o2c_error_json(error).data[0] == '{'
        && o2c_error_code(error).len == strlen(o2c_error_code(error).data);
    if (!is_as_expected) {
        fprintf(stderr, "line %d: status %u, not %u: %s\n", line, (unsigned)status,
                (unsigned)expected, o2c_error_json(error).data);
        failures++;
    }
    o2c_error_free(error);
    error = NULL;
}

#define EXPECT(call, status, number, path)              \
    do {                                                \
        o2c_status answered = (call);                   \
        expect(answered, status, number, path, __LINE__); \
    } while (0)

#define EXPECT_NULL(call, path) EXPECT(call, O2C_NULL_POINTER, O2C_REFUSAL_DOOR_NULL_POINTER, path)

typedef o2c_status (*asks)(const o2c_company *, const char *, size_t, o2c_string *, o2c_error **);
typedef o2c_status (*tells)(o2c_company *, const char *, size_t, o2c_string *, o2c_error **);

static const char not_utf8[] = {'{', '"', (char)0xff, '"', '}'};

static void ask_badly(asks ask, const o2c_company *company, const char *name) {
    EXPECT_NULL(ask(NULL, "{}", 2, &out, &error), "company");
    EXPECT_NULL(ask(company, NULL, 2, &out, &error), name);
    EXPECT_NULL(ask(company, NULL, 0, &out, &error), name);
    EXPECT_NULL(ask(company, "{}", 2, NULL, &error), "out");
    EXPECT(ask(company, not_utf8, sizeof not_utf8, &out, &error), O2C_INVALID_UTF8,
           O2C_REFUSAL_DOOR_INVALID_UTF8, name);
    EXPECT(ask(company, "{}", SIZE_MAX, &out, &error), O2C_INVALID_LENGTH,
           O2C_REFUSAL_DOOR_INVALID_LENGTH, name);
    CHECK(ask(company, "{\"id\":", 6, &out, &error) == O2C_REFUSED);
    CHECK(o2c_error_number(error) != 0 && o2c_error_code(error).len > 0);
    o2c_error_free(error);
    error = NULL;
    CHECK(ask(company, "", 0, &out, NULL) == O2C_REFUSED);
    CHECK(ask(company, "{\"unknown\":1}", 13, &out, NULL) == O2C_REFUSED);
    CHECK(ask(NULL, NULL, 0, NULL, NULL) == O2C_NULL_POINTER);
    CHECK(out.data == NULL && out.len == 4711);
}

/* A nest deeper than any stack is refused, not followed. */
static void nest_deeply(o2c_company *company) {
    static char nest[1000000];
    memset(nest, '[', sizeof nest);
    CHECK(o2c_company_execute(company, nest, sizeof nest, &out, NULL) == O2C_REFUSED);
    CHECK(o2c_calculate(nest, sizeof nest, &out, NULL) == O2C_REFUSED);
    CHECK(out.data == NULL && out.len == 4711);
}

static void make_badly(const char *settings) {
    o2c_company *untouched = (o2c_company *)(void *)&failures, *company = untouched;
    size_t len = strlen(settings);
    EXPECT_NULL(o2c_company_found(NULL, 0, &company, &error), "settings");
    EXPECT_NULL(o2c_company_found(settings, len, NULL, &error), "company");
    EXPECT(o2c_company_found(not_utf8, sizeof not_utf8, &company, &error), O2C_INVALID_UTF8,
           O2C_REFUSAL_DOOR_INVALID_UTF8, "settings");
    EXPECT_NULL(o2c_company_fork(NULL, &company, &error), "company");
    CHECK(o2c_company_found(settings, len - 1, &company, NULL) == O2C_REFUSED);
    CHECK(o2c_company_replay("[", 1, &company, NULL) == O2C_REFUSED);
    CHECK(company == untouched);
}

/* The same history, and a fork that goes its own way. */
static void round_trip(const o2c_company *company) {
    o2c_string history = {NULL, 0}, again = {NULL, 0};
    o2c_company *replayed = NULL, *fork = NULL;
    CHECK(o2c_company_history(company, &history, NULL) == O2C_OK);
    CHECK(strlen(history.data) == history.len);
    CHECK(o2c_company_replay(history.data, history.len, &replayed, NULL) == O2C_OK);
    CHECK(o2c_company_fork(replayed, &fork, NULL) == O2C_OK);
    CHECK(o2c_company_history(fork, &again, NULL) == O2C_OK);
    CHECK(history.len == again.len && memcmp(history.data, again.data, again.len) == 0);
    o2c_company_free(replayed);
    o2c_company_free(fork);
    o2c_string_free(&history);
    o2c_string_free(&history);
    o2c_string_free(&again);
}

static void days(void) {
    int32_t day = 4711;
    CHECK(o2c_day_of_date(1970, 1, 1, &day, NULL) == O2C_OK && day == 0);
    CHECK(o2c_day_of_date(2026, 1, 31, &day, NULL) == O2C_OK && day == 20484);
    CHECK(o2c_day_of_date(2026, 2, 29, &day, NULL) == O2C_REFUSED && day == 20484);
    CHECK(o2c_day_of_date(2026, 13, 1, &day, NULL) == O2C_REFUSED && day == 20484);
    CHECK(o2c_day_of_date(2026, 1, 31, NULL, NULL) == O2C_NULL_POINTER);
}

int main(int argc, char **argv) {
    o2c_company *company = NULL;
    const char *settings = argc == 2 ? argv[1] : "";

    CHECK(o2c_abi_version() == O2C_ABI_VERSION);
    CHECK(strlen(o2c_version()) > 0);
    CHECK(o2c_company_found(settings, strlen(settings), &company, &error) == O2C_OK);
    CHECK(error == NULL);
    if (company == NULL) {
        return 1;
    }
    ask_badly((asks)(void (*)(void))(tells)o2c_company_execute, company, "command");
    ask_badly(o2c_company_decide, company, "command");
    ask_badly(o2c_company_preview, company, "commands");
    ask_badly((asks)(void (*)(void))(tells)o2c_company_batch, company, "commands");
    ask_badly(o2c_company_report, company, "query");
    EXPECT_NULL(o2c_calculate(NULL, 0, &out, &error), "request");
    EXPECT(o2c_calculate(not_utf8, sizeof not_utf8, &out, &error), O2C_INVALID_UTF8,
           O2C_REFUSAL_DOOR_INVALID_UTF8, "request");
    CHECK(o2c_refusals(NULL, NULL) == O2C_NULL_POINTER);
    nest_deeply(company);
    make_badly(settings);
    round_trip(company);
    days();

    CHECK(o2c_error_number(NULL) == 0 && o2c_error_json(NULL).len == 0);
    CHECK(o2c_error_code(NULL).data[0] == '\0' && o2c_error_path(NULL).data[0] == '\0');
    CHECK(o2c_error_message(NULL).data[0] == '\0');
    o2c_error_free(NULL);
    o2c_string_free(NULL);
    o2c_company_free(NULL);
    o2c_company_free(company);
    return failures == 0 ? 0 : 1;
}
