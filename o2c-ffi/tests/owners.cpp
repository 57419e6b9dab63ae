/*
 * The owners of o2c.hpp: they move, they free once, and a failure is an exception that can be
 * copied and outlives its call. Run with the settings of a company; silent when all is well.
 */
#include <o2c.hpp>

#include <iostream>
#include <string>
#include <utility>
#include <vector>

static int failures = 0;

#define CHECK(claim)                                                        \
    do {                                                                    \
        if (!(claim)) {                                                     \
            std::cerr << "line " << __LINE__ << ": not so: " #claim << "\n"; \
            failures++;                                                     \
        }                                                                   \
    } while (0)

template <typename Work> static o2c::Error refusal(Work work) {
    try {
        work();
    } catch (const o2c::Error &refused) {
        return refused;
    }
    CHECK(!"refused");
    return o2c::Error(O2C_OK, nullptr);
}

static void companies(const std::string &settings) {
    o2c::Company company = o2c::Company::found(settings);
    o2c::Company moved = std::move(company);
    const std::string history = moved.history();
    CHECK(o2c::Company::replay(history).history() == history);
    CHECK(moved.fork().history() == history);
    CHECK(moved.preview("[]") == "[]");
    CHECK(moved.batch("[]") == "[]");

    const o2c::Error empty = refusal([&] { company.history(); });
    CHECK(empty.status() == O2C_NULL_POINTER);
    CHECK(empty.number() == O2C_REFUSAL_DOOR_NULL_POINTER);
    const o2c::Error broken = refusal([&] { moved.execute("{\"id\":"); });
    CHECK(broken.status() == O2C_REFUSED && broken.number() != 0 && !broken.code().empty());
    CHECK(broken.message() == broken.what() && broken.json().at(0) == '{');
    const o2c::Error bytes = refusal([&] { moved.report("\xff"); });
    CHECK(bytes.status() == O2C_INVALID_UTF8 && bytes.path() == "query");
    moved = o2c::Company::found(settings);
    CHECK(!o2c::refusals().empty() && !o2c::version().empty() && o2c::is_compatible());
}

/* Rulebook EX-I2 and EX-I3: seven at 10.00 per three less 5 %, and three times 0.33. */
static void figures() {
    const o2c_invoice_line flour = {{7, 0}, {1000, 2}, {3, 0}, {5, 0}, {20, 0}, "S"};
    const o2c::Figures one = o2c::Figures::compute("EUR", {flour});
    CHECK(one.lines().size() == 1 && one.lines()[0].goods == 2333);
    CHECK(one.lines()[0].allowances == 117 && one.lines()[0].net == 2216);

    const o2c_invoice_line cents = {{1, 0}, {33, 2}, {1, 0}, {0, 0}, {200, 1}, "S"};
    const o2c::Figures three = o2c::Figures::compute("EUR", {cents, cents, cents});
    CHECK(three.totals().net == 99 && three.totals().vat == 20 && three.totals().gross == 119);
    CHECK(three.totals().decimals == 2);
    CHECK(three.vat().size() == 1 && three.vat()[0].base == 99 && three.vat()[0].amount == 20);
    CHECK(std::string(three.vat()[0].category) == "S");
    CHECK(three.vat()[0].rate.mantissa == 20 && three.vat()[0].rate.places == 0);
    for (const o2c_line_amounts &line : three.lines()) {
        CHECK(line.net == 33);
    }
}

static void refused_figures() {
    const o2c_invoice_line good = {{1, 0}, {33, 2}, {1, 0}, {0, 0}, {20, 0}, "S"};
    const auto path_of = [&](const o2c_invoice_line &line) {
        return refusal([&] { o2c::Figures::compute("EUR", {good, line}); }).path();
    };
    o2c_invoice_line bad = good;
    bad.quantity.places = 4000000000U;
    CHECK(path_of(bad) == "lines[1].quantity");
    bad = good;
    bad.price.mantissa = INT64_MAX;
    CHECK(path_of(bad) == "lines[1].price");
    bad = good;
    bad.base_quantity.mantissa = 0;
    CHECK(path_of(bad) == "lines[1].base_quantity");
    bad = good;
    bad.allowance_percent.mantissa = 101;
    CHECK(path_of(bad).compare(0, 8, "lines[1]") == 0);
    bad = good;
    bad.vat_rate.mantissa = 101;
    CHECK(path_of(bad) == "lines[1].vat_rate");
    for (const char letter : {'\0', 'X', '\xff'}) {
        bad = good;
        bad.vat_category[0] = letter;
        CHECK(path_of(bad) == "lines[1].vat_category");
    }
    bad = good;
    for (char &letter : bad.vat_category) {
        letter = 'S';
    }
    CHECK(path_of(bad) == "lines[1].vat_category");
    CHECK(refusal([&] { o2c::Figures::compute("EURO", {good}); }).path() == "currency");
    CHECK(refusal([&] { o2c::Figures::compute("EUR", {}); }).status() == O2C_REFUSED);
}

/* Rulebook EX-K1: due on 1 March, as of 31 March, is 30 days old; due today is not due. */
static void ageing() {
    const std::int32_t as_of = o2c::day(2026, 3, 31);
    const std::uint32_t customer[] = {0, 0, 2, 2};
    const std::int32_t due_on[] = {o2c::day(2026, 3, 1), as_of, as_of - 91, as_of - 11};
    const std::int64_t open[] = {700, 500, 200, -150};
    const std::uint16_t currency[] = {0, 0, 1, 1};
    const o2c_open_items items = {customer, due_on, open, currency, 4};
    const std::vector<std::uint32_t> bounds = {30, 60, 90};

    const o2c::Ageing aged = o2c::Ageing::compute(items, bounds, as_of);
    CHECK(aged.buckets() == 4 && aged.rows().size() == 2);
    const o2c_ageing_row one = aged.rows()[0], other = aged.rows()[1];
    CHECK(one.customer == 0 && one.currency == 0 && one.not_due == 500 && one.buckets[0] == 700);
    CHECK(one.total == 1200 && one.credits == 0);
    CHECK(other.customer == 2 && other.currency == 1 && other.buckets[3] == 200);
    CHECK(other.credits == -150 && other.total == 50);

    const o2c::Ageing own = o2c::Ageing::compute(items, bounds, as_of, O2C_CREDITS_OWN_DATE);
    CHECK(own.rows()[1].buckets[0] == -150 && own.rows()[1].credits == 0);
    const o2c::Ageing off = o2c::Ageing::compute(items, bounds, as_of, O2C_CREDITS_OLDEST_FIRST);
    CHECK(off.rows()[1].buckets[3] == 50 && off.rows()[1].credits == 0);
    const o2c_open_items none = {nullptr, nullptr, nullptr, nullptr, 0};
    CHECK(o2c::Ageing::compute(none, bounds, as_of).rows().size() == 0);

    const auto refused = [&](const o2c_open_items &of, std::vector<std::uint32_t> to,
                             std::int32_t on, std::uint32_t credits) {
        return refusal([&] { o2c::Ageing::compute(of, to, on, credits); });
    };
    CHECK(refused(items, bounds, as_of, 3).number() == O2C_REFUSAL_DOOR_UNKNOWN_CHOICE);
    CHECK(refused(items, bounds, as_of, UINT32_MAX).path() == "credits");
    CHECK(refused(items, bounds, INT32_MAX, 0).path() == "as_of");
    CHECK(refused(items, {30, 30}, as_of, 0).number() == O2C_REFUSAL_AGEING_BOUNDS_NOT_INCREASING);
    o2c_open_items bad = items;
    bad.due_on = nullptr;
    CHECK(refused(bad, bounds, as_of, 0).status() == O2C_NULL_POINTER);
    bad = items;
    bad.length = SIZE_MAX;
    CHECK(refused(bad, bounds, as_of, 0).status() == O2C_INVALID_LENGTH);
    const std::int64_t beyond[] = {700, INT64_MIN, 200, -150};
    bad = items;
    bad.open_minor = beyond;
    CHECK(refused(bad, bounds, as_of, 0).path() == "open_minor[1]");
}

int main(int argc, char **argv) {
    try {
        companies(argc == 2 ? argv[1] : "");
        figures();
        refused_figures();
        ageing();
        CHECK(o2c::day(2026, 1, 31) == 20484);
        CHECK(refusal([] { o2c::day(2026, 2, 29); }).status() == O2C_REFUSED);
    } catch (const o2c::Error &refused) {
        std::cerr << refused.code() << ": " << refused.what() << "\n";
        return 1;
    }
    return failures == 0 ? 0 : 1;
}
