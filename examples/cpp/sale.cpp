/*
 * One sale from order to cash, as examples/c/sale.c, with the owners and exceptions of o2c.hpp.
 *
 *     c++ -std=c++11 sale.cpp $(pkg-config --cflags --libs o2c) -o sale
 */
#include <o2c.hpp>

#include <iomanip>
#include <iostream>
#include <string>

namespace {

/* A command: its id, the day it counts and becomes known, and what is asked. */
std::string command(const std::string &id, const std::string &day, const std::string &action) {
    return "{\"id\":\"" + id + "\",\"effective_on\":\"" + day + "\",\"recorded_on\":\"" + day
        + "\",\"action\":" + action + "}";
}

/* Prints the text of a field behind a place in an answer. */
void show(const char *label, const std::string &json, const char *behind,
          const std::string &field) {
    const std::string opening = "\"" + field + "\":\"";
    const std::size_t from = json.find(behind);
    const std::size_t at = from == std::string::npos ? from : json.find(opening, from);
    std::cout << std::left << std::setw(9) << label;
    if (at == std::string::npos) {
        std::cout << "not told\n";
        return;
    }
    const std::size_t start = at + opening.size();
    std::cout << json.substr(start, json.find('"', start) - start) << "\n";
}

void sell(o2c::Company &company) {
    company.execute(command("1", "2026-01-05",
        R"({"open_series":{"series":"sales","prefix":"F","yearly":true,"digits":5}})"));
    company.execute(command("2", "2026-01-05",
        R"({"directory":{"register_customer":{"customer":"C-17",)"
        R"("party":{"name":"Boulangerie Martin"}}}})"));
    company.execute(command("3", "2026-01-05",
        R"({"place_order":{"order":"O-1","customer":"C-17","currency":"EUR",)"
        R"("terms":{"instalments":[{"share":"rest","due":{"operations":[{"plus_days":30}]}}]},)"
        R"("lines":[{"id":"1","description":"Flour, 25 kg","quantity":"7 C62",)"
        R"("price":{"net":"10.00"},"base_quantity":"3",)"
        R"("adjustments":[{"kind":"allowance","value":{"percent":"5"}}],)"
        R"("vat":{"category":"S","rate":"20"}}]}})"));
    company.execute(command("4", "2026-01-06", R"({"confirm_order":{"order":"O-1"}})"));
    company.execute(
        command("5", "2026-01-08", R"({"ship":{"shipment":"S-1","order":"O-1"}})"));
    const std::string receipt = company.execute(
        command("6", "2026-01-09", R"({"invoice_order":{"series":"sales","order":"O-1"}})"));
    show("invoice", receipt, "\"issued\"", "number");
    show("net", receipt, "\"figures\"", "net");
    show("vat", receipt, "\"line_total\"", "vat");
    show("gross", receipt, "\"line_total\"", "gross");

    company.execute(command("7", "2026-02-16",
        R"({"receive_payment":{"payment":"P-1","payer":"C-17","amount":"20.00 EUR"}})"));
    company.execute(command("8", "2026-02-16",
        R"({"letter":{"customer":"C-17","currency":"EUR",)"
        R"("lines":[{"entry":"F2026-00001"},{"entry":"P-1"}]}})"));
    show("balance", company.report(R"({"ageing":{"as_of":"2026-02-28"}})"), "\"C-17\"", "total");
}

} // namespace

int main() {
    if (!o2c::is_compatible()) {
        std::cerr << "o2c.h and libo2c do not belong together\n";
        return 1;
    }
    try {
        o2c::Company company =
            o2c::Company::found(R"({"party":{"name":"Moulin du Lac"},"ledger_currency":"EUR"})");
        sell(company);
    } catch (const o2c::Error &refused) {
        std::cerr << refused.code() << " at " << refused.path() << ": " << refused.what() << "\n";
        return 1;
    }
    return 0;
}
