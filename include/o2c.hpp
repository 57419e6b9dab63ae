/*
 * o2c for C++11 and later: the functions of o2c.h with owners that free, and failures that throw.
 *
 * Header only; link with libo2c. Texts are std::string in UTF-8. Every handle moves and does not
 * copy. What o2c.h says of threads and figures holds here too.
 *
 *     o2c::Company company = o2c::Company::found(R"({"ledger_currency":"EUR"})");
 *     try {
 *         std::string receipt = company.execute(command);
 *     } catch (const o2c::Error &refused) {
 *         std::cerr << refused.code() << " at " << refused.path() << ": " << refused.what();
 *     }
 */
#ifndef O2C_HPP
#define O2C_HPP

#include "o2c.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace o2c {

/* Why a call failed. what() is a sentence for people; programs read number, code and json. */
class Error : public std::exception {
public:
    /* Takes over an error that a function of o2c.h has written, which may be NULL. */
    Error(o2c_status status, o2c_error *error)
        : status_(status), error_(error, o2c_error_free) {}

    o2c_status status() const noexcept { return status_; }
    std::uint32_t number() const noexcept { return o2c_error_number(error_.get()); }
    std::string code() const { return text(o2c_error_code(error_.get())); }
    std::string path() const { return text(o2c_error_path(error_.get())); }
    std::string message() const { return text(o2c_error_message(error_.get())); }
    std::string json() const { return text(o2c_error_json(error_.get())); }
    const char *what() const noexcept override { return o2c_error_message(error_.get()).data; }

private:
    static std::string text(o2c_text view) { return std::string(view.data, view.len); }

    o2c_status status_;
    // Exceptions are copied while they fly: the copies share what they tell.
    std::shared_ptr<o2c_error> error_;
};

namespace detail {

/* A place for the error of one call; throws it when the call failed. */
class Call {
public:
    Call() = default;
    Call(const Call &) = delete;
    Call &operator=(const Call &) = delete;
    ~Call() { o2c_error_free(error_); }

    o2c_error **error() noexcept { return &error_; }

    // The status is an argument of its own statement, so that the call has ended before the error
    // is looked at, whatever order arguments are evaluated in.
    void check(o2c_status status) {
        if (status != O2C_OK) {
            throw Error(status, release());
        }
    }

private:
    o2c_error *release() noexcept {
        o2c_error *error = error_;
        error_ = nullptr;
        return error;
    }

    o2c_error *error_ = nullptr;
};

/* A text that the library wrote. */
class Text {
public:
    Text() = default;
    Text(const Text &) = delete;
    Text &operator=(const Text &) = delete;
    ~Text() { o2c_string_free(&string_); }

    o2c_string *out() noexcept { return &string_; }
    std::string copy() const { return std::string(string_.data, string_.len); }

private:
    o2c_string string_ = {nullptr, 0};
};

struct Free {
    void operator()(o2c_company *company) const noexcept { o2c_company_free(company); }
    void operator()(o2c_figures *figures) const noexcept { o2c_figures_free(figures); }
    void operator()(o2c_ageing *ageing) const noexcept { o2c_ageing_free(ageing); }
    void operator()(o2c_lettering *lettering) const noexcept { o2c_lettering_free(lettering); }
};

} // namespace detail

/* The version of the library, such as 0.1.0. */
inline std::string version() { return o2c_version(); }

/* Whether this header and the loaded library belong together. */
inline bool is_compatible() noexcept { return o2c_abi_version() == O2C_ABI_VERSION; }

/* Calculates without a company; see o2c_calculate. */
inline std::string calculate(const std::string &request) {
    detail::Call call;
    detail::Text text;
    call.check(o2c_calculate(request.data(), request.size(), text.out(), call.error()));
    return text.copy();
}

/* Every refusal of the core as JSON; see o2c_refusals. */
inline std::string refusals() {
    detail::Call call;
    detail::Text text;
    call.check(o2c_refusals(text.out(), call.error()));
    return text.copy();
}

/* The number of a day for rows: days since 1970-01-01. */
inline std::int32_t day(std::int32_t year, std::uint32_t month, std::uint32_t day_of_month) {
    detail::Call call;
    std::int32_t number = 0;
    call.check(o2c_day_of_date(year, month, day_of_month, &number, call.error()));
    return number;
}

/* The whole order to cash of one legal entity. */
class Company {
public:
    /* Founds a company from its settings, a JSON object. */
    static Company found(const std::string &settings) {
        detail::Call call;
        o2c_company *company = nullptr;
        call.check(o2c_company_found(settings.data(), settings.size(), &company, call.error()));
        return Company(company);
    }

    /* Rebuilds a company from its history. */
    static Company replay(const std::string &history) {
        detail::Call call;
        o2c_company *company = nullptr;
        call.check(o2c_company_replay(history.data(), history.size(), &company, call.error()));
        return Company(company);
    }

    /* A copy that goes its own way. */
    Company fork() const {
        detail::Call call;
        o2c_company *copy = nullptr;
        call.check(o2c_company_fork(company_.get(), &copy, call.error()));
        return Company(copy);
    }

    /* Executes a command and answers with its receipt. */
    std::string execute(const std::string &command) {
        return tell(o2c_company_execute, command);
    }

    /* The events a command would lead to; nothing is kept. */
    std::string decide(const std::string &command) const {
        return ask(o2c_company_decide, command);
    }

    /* The rows that batch would give; nothing is kept. */
    std::string preview(const std::string &commands) const {
        return ask(o2c_company_preview, commands);
    }

    /* Executes a JSON array of commands and answers with a row for each. */
    std::string batch(const std::string &commands) { return tell(o2c_company_batch, commands); }

    /* Answers a query. */
    std::string report(const std::string &query) const { return ask(o2c_company_report, query); }

    /* Everything that happened. */
    std::string history() const {
        detail::Call call;
        detail::Text text;
        call.check(o2c_company_history(company_.get(), text.out(), call.error()));
        return text.copy();
    }

    /* The handle, for functions of o2c.h; it stays owned here. */
    o2c_company *get() const noexcept { return company_.get(); }

private:
    explicit Company(o2c_company *company) : company_(company) {}

    template <typename Function>
    std::string ask(Function function, const std::string &input) const {
        detail::Call call;
        detail::Text text;
        call.check(function(company_.get(), input.data(), input.size(), text.out(), call.error()));
        return text.copy();
    }

    template <typename Function> std::string tell(Function function, const std::string &input) {
        return ask(function, input);
    }

    std::unique_ptr<o2c_company, detail::Free> company_;
};

/* A view of rows that belong to another object. */
template <typename Row> class Rows {
public:
    Rows(const Row *rows, std::size_t length) : rows_(rows), length_(length) {}

    const Row *begin() const noexcept { return rows_; }
    const Row *end() const noexcept { return rows_ + length_; }
    std::size_t size() const noexcept { return length_; }
    const Row &operator[](std::size_t index) const noexcept { return rows_[index]; }

private:
    const Row *rows_;
    std::size_t length_;
};

/* What an invoice comes to. */
class Figures {
public:
    /* Works out an invoice from rows. */
    static Figures compute(const std::string &currency,
                           const std::vector<o2c_invoice_line> &lines) {
        detail::Call call;
        o2c_figures *figures = nullptr;
        call.check(o2c_invoice_compute(currency.data(), currency.size(), lines.data(), lines.size(),
                                       &figures, call.error()));
        return Figures(figures);
    }

    /* What each line comes to; the rows end with this object. */
    Rows<o2c_line_amounts> lines() const {
        std::size_t length = 0;
        const o2c_line_amounts *rows = o2c_figures_lines(figures_.get(), &length);
        return Rows<o2c_line_amounts>(rows, length);
    }

    /* The VAT per category and rate; the rows end with this object. */
    Rows<o2c_vat_group> vat() const {
        std::size_t length = 0;
        const o2c_vat_group *rows = o2c_figures_vat(figures_.get(), &length);
        return Rows<o2c_vat_group>(rows, length);
    }

    o2c_invoice_totals totals() const noexcept { return o2c_figures_totals(figures_.get()); }

private:
    explicit Figures(o2c_figures *figures) : figures_(figures) {}

    std::unique_ptr<o2c_figures, detail::Free> figures_;
};

/* Open items by age, per customer and currency. */
class Ageing {
public:
    /* Ages columns of open items, which stay the caller's; credits is one of O2C_CREDITS_... */
    static Ageing compute(const o2c_open_items &items, const std::vector<std::uint32_t> &bounds,
                          std::int32_t as_of, std::uint32_t credits = O2C_CREDITS_SEPARATE) {
        detail::Call call;
        o2c_ageing *ageing = nullptr;
        call.check(o2c_ageing_compute(&items, bounds.data(), bounds.size(), as_of, credits, &ageing,
                                      call.error()));
        return Ageing(ageing);
    }

    /* The rows of which a figure is not zero; they end with this object. */
    Rows<o2c_ageing_row> rows() const {
        std::size_t length = 0;
        const o2c_ageing_row *rows = o2c_ageing_rows(ageing_.get(), &length);
        return Rows<o2c_ageing_row>(rows, length);
    }

    /* How many buckets each row has. */
    std::size_t buckets() const noexcept { return o2c_ageing_buckets(ageing_.get()); }

private:
    explicit Ageing(o2c_ageing *ageing) : ageing_(ageing) {}

    std::unique_ptr<o2c_ageing, detail::Free> ageing_;
};

/* The open lines of a ledger, lettered by their amounts, days and pieces alone. */
class Lettering {
public:
    /* Letters columns of lines, which stay the caller's. */
    static Lettering compute(const o2c_ledger_lines &ledger) {
        detail::Call call;
        o2c_lettering *lettering = nullptr;
        call.check(o2c_lettering_compute(&ledger, &lettering, call.error()));
        return Lettering(lettering);
    }

    /* The lines that are in a group, group by group; they end with this object. */
    Rows<o2c_lettered_row> rows() const {
        std::size_t length = 0;
        const o2c_lettered_row *rows = o2c_lettering_rows(lettering_.get(), &length);
        return Rows<o2c_lettered_row>(rows, length);
    }

private:
    explicit Lettering(o2c_lettering *lettering) : lettering_(lettering) {}

    std::unique_ptr<o2c_lettering, detail::Free> lettering_;
};

} // namespace o2c

#endif
