//! Programs in C and C++ that use only what is installed: the headers, the shared library, and
//! what pkg-config says of them. Compiled for the oldest and a newer standard, with every warning
//! an error, and run under valgrind where it is there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

const C: [&str; 2] = ["c99", "c11"];
const CPP: [&str; 2] = ["c++11", "c++17"];

fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap().to_path_buf()
}

/// Where cargo puts the library beside this test.
fn built() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().unwrap().to_path_buf()
}

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

fn is_there(program: &str) -> bool {
    let asked = Command::new(program).arg("--version").output();
    asked.is_ok_and(|answer| answer.status.success())
}

/// The library as a user finds it: installed once below a prefix of its own.
fn prefix() -> &'static Path {
    static PREFIX: OnceLock<PathBuf> = OnceLock::new();
    PREFIX.get_or_init(|| {
        let prefix = Path::new(env!("CARGO_TARGET_TMPDIR")).join("installed");
        let _ = fs::remove_dir_all(&prefix);
        let script = root().join("o2c-ffi/install.sh");
        run(Command::new("sh").arg(script).arg(built()).arg(&prefix));
        prefix
    })
}

/// Compiles a program against what is installed.
fn compiled(source: &str, standard: &str, flags: &[&str]) -> PathBuf {
    let name = source.replace(['/', '.'], "_");
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}_{standard}"));
    let is_cpp = standard.starts_with("c++");
    let mut compiler = Command::new(if is_cpp { "g++" } else { "gcc" });
    compiler
        .arg(format!("-std={standard}"))
        .args(["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O1", "-g"])
        .arg(root().join(source))
        .args(flags)
        .arg("-o")
        .arg(&program);
    run(&mut compiler);
    program
}

/// What pkg-config says a program needs, and where to find the library when it runs.
fn flags() -> Vec<String> {
    let library = prefix().join("lib");
    let told = run(Command::new("pkg-config")
        .env("PKG_CONFIG_PATH", library.join("pkgconfig"))
        .args(["--cflags", "--libs", "o2c"]));
    let told = String::from_utf8(told.stdout).unwrap();
    let mut flags: Vec<String> = told.split_whitespace().map(str::to_string).collect();
    flags.push(format!("-Wl,-rpath,{}", library.display()));
    flags
}

/// Runs a program, under valgrind where it is there.
fn ran(program: &Path, arguments: &[&str]) -> String {
    let mut command = if is_there("valgrind") {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["-q", "--error-exitcode=1", "--leak-check=full"]);
        valgrind.arg(program);
        valgrind
    } else {
        eprintln!("valgrind is not here: leaks were not looked for");
        Command::new(program)
    };
    let output = run(command.args(arguments));
    String::from_utf8(output.stdout).unwrap()
}

/// Compiles for each standard, runs, and wants the same words every time.
fn said(source: &str, standards: &[&str], arguments: &[&str]) -> String {
    let flags = flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let mut words: Vec<String> = standards
        .iter()
        .map(|standard| ran(&compiled(source, standard, &flags), arguments))
        .collect();
    words.dedup();
    assert_eq!(words.len(), 1, "{source} depends on the standard: {words:?}");
    words.remove(0)
}

fn settings() -> String {
    let settings = fs::read_to_string(root().join("examples/settings.json")).unwrap();
    settings.trim().to_string()
}

#[test]
fn misuse_is_a_status_and_nothing_else() {
    assert_eq!(said("o2c-ffi/tests/misuse.c", &C, &[&settings()]), "");
}

#[test]
fn owners_free_once_and_failures_are_thrown() {
    assert_eq!(said("o2c-ffi/tests/owners.cpp", &CPP, &[&settings()]), "");
}

/// rulebook EX-I2: 7 at 10.00 per 3 less 5 % is 22.16; 20 % of it is 4.43 (4.432); 20.00 of 26.59
/// are paid.
#[test]
fn a_sale_says_the_same_in_c_and_cpp() {
    let expected = "\
invoice  F2026-00001
net      22.16 EUR
vat      4.43 EUR
gross    26.59 EUR
balance  6.59 EUR
";
    assert_eq!(said("examples/c/sale.c", &C, &[]), expected);
    assert_eq!(said("examples/cpp/sale.cpp", &CPP, &[]), expected);
}

/// rulebook EX-I10: 30 % of 12 000.00 leave 8 400.00; EX-V5: thirds of 20.00; EX-T4: 179.75 and
/// 40.00. On paper, 100.00 and 20.00 are 120.00.
#[test]
fn the_life_of_invoices_is_told() {
    let expected = "\
deposit    3600.00 EUR
final      12000.00 EUR
prepaid    3600.00 EUR
due        8400.00 EUR
credit 1   6.67 EUR
credit 2   6.66 EUR
credit 3   6.67 EUR
refused    invoice.credit.exceeds_quantity
claimed    219.75 EUR
BR-CO-16   120
";
    assert_eq!(said("examples/c/invoices.c", &C, &[]), expected);
}

/// 1 800.00 taken over; 999.60 and 0.40 settle the first, the second bounces with a fee of 12.00:
/// 500.00, 300.00 and 12.00 are open, 36, 14 and 26 days late on 5 April, and 100.00 are paid on
/// account.
#[test]
fn an_account_is_lettered_bounced_and_aged() {
    let expected = "\
opening    1800.00 EUR
closing    712.00 EUR
written off 0.40 EUR
before     300.00 EUR
aged       712.00 EUR
rows       31200 50000 of 81200 cents
refused    receivable.beyond_tolerance
";
    assert_eq!(said("examples/c/receivables.c", &C, &[]), expected);
}

/// 812.11 and 240.00 less 50.00 are 1 002.11; a number with two digits in the wrong order is that
/// of one of the two invoices of 350.00; 100.00 are a part of 600.00.
#[test]
fn payments_are_matched_as_rows() {
    let expected = "\
payment 0 settles F2026-00010 81211 cents by document number
payment 0 settles F2026-00011 24000 cents by document number
payment 0 settles A2026-00001 -5000 cents by document number
payment 1 settles F2026-00032 35000 cents by document number
payment 1 and not F2026-00099 35000 cents by exact amount
payment 2 settles F2026-00040 10000 cents by document number
refused lettering.not_positive at payments.amount[0]
";
    assert_eq!(said("examples/c/matching.c", &C, &[]), expected);
}

#[test]
fn a_stream_of_requests_gets_a_line_for_each() {
    let requests = Path::new(env!("CARGO_TARGET_TMPDIR")).join("requests.txt");
    let found = settings();
    let text = format!(
        "# a company\nFOUND {found}\n\nHISTORY\nEXECUTE {{\"id\":\r\nPREVIEW []\nREPORT 7\n"
    );
    fs::write(&requests, text).unwrap();
    let words = said("examples/c/stream.c", &C, &[requests.to_str().unwrap()]);
    let lines: Vec<&str> = words.lines().collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0], "{\"ok\":null}");
    for (line, start) in
        lines[1..].iter().zip(["{\"ok\":", "{\"error\":{", "{\"ok\":", "{\"error\":{"])
    {
        assert!(line.starts_with(start), "{line}");
        let _: serde_json::Value = serde_json::from_str(line).unwrap();
    }
}

#[test]
fn the_static_library_serves_too() {
    let library = prefix().join("lib/libo2c.a");
    let include = format!("-I{}", prefix().join("include").display());
    let flags = [include.as_str(), library.to_str().unwrap(), "-lpthread", "-ldl", "-lm"];
    let program = compiled("o2c-ffi/tests/misuse.c", "c99", &flags);
    run(Command::new(program).arg(settings()));
}

/// What the examples in the header take as given.
const GIVEN: &str = "#include <o2c.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
static o2c_company *company;
static o2c_error *error;
static o2c_status status;
static o2c_string receipt, receipts, events, results, report, history, result;
static const char *command, *commands;
static const uint32_t customer[3];
static const int32_t due_on[3];
static const int64_t open_minor[3];
static const uint16_t currency[3];
static o2c_open_items items;
static int32_t as_of;
static o2c_ageing *ageing;
static const uint32_t account[3], party[3], journal[3], entry[3], piece[3], letter[3];
static const int32_t accounted_on[3];
static o2c_ledger_lines ledger;
static o2c_lettering *lettering;
static o2c_matching_input matching_input;
static o2c_matching *matching;
static o2c_invoice_line lines[2];
static o2c_figures *figures;
";

/// Every function of the header has an example, and every example compiles.
#[test]
fn the_examples_of_the_header_compile() {
    let header = fs::read_to_string(root().join("include/o2c.h")).unwrap();
    let mut program = GIVEN.to_string();
    let blocks = header.split("```c\n").skip(1);
    for (index, block) in blocks.enumerate() {
        let code = block.split_once("```").unwrap().0;
        let lines = code.lines().map(|line| line.trim_start_matches(" *"));
        let code: Vec<&str> = lines.collect();
        program += &format!("int example_{index}(void) {{\n{}\nreturn 0; }}\n", code.join("\n"));
    }
    for function in header.lines().filter(|line| line.contains(" o2c_") && line.contains('(')) {
        let is_declaration = !function.trim_start().starts_with(['*', '/', '#']);
        let name = function.split('(').next().unwrap().rsplit([' ', '*']).next().unwrap();
        let is_called = program.contains(&format!("{name}("));
        assert!(!is_declaration || is_called, "{name} has no example");
    }
    let source = Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples.c");
    fs::write(&source, program).unwrap();
    let include = format!("-I{}", root().join("include").display());
    let warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wno-unused"];
    for standard in C {
        run(Command::new("gcc")
            .args([&format!("-std={standard}"), "-fsyntax-only", &include])
            .args(warnings)
            .arg(&source));
    }
}

/// Rows look the same from both sides: sizes and places of the fields.
#[test]
fn rows_have_one_layout() {
    macro_rules! layout {
        ($($row:ident { $($field:ident),* })*) => {{
            let mut c = String::from("#include <o2c.h>\n#include <stdio.h>\nint main(void) {\n");
            let mut rust = String::new();
            $(
                c += &format!("printf(\"%zu\\n\", sizeof({}));\n", stringify!($row));
                rust += &format!("{}\n", size_of::<o2c::$row>());
                $(
                    let (row, field) = (stringify!($row), stringify!($field));
                    let place = format!("offsetof({row}, {field})");
                    c += &format!("printf(\"%zu\\n\", {place});\n");
                    rust += &format!("{}\n", std::mem::offset_of!(o2c::$row, $field));
                )*
            )*
            (c + "return 0;\n}\n", rust)
        }};
    }
    let (c, rust) = layout! {
        o2c_text { data, len }
        o2c_string { data, len }
        o2c_exact { mantissa, places }
        o2c_invoice_line {
            quantity, price, base_quantity, allowance_percent, vat_rate, vat_category
        }
        o2c_line_amounts { goods, allowances, charges, net }
        o2c_vat_group { rate, base, amount, category }
        o2c_invoice_totals { net, vat, gross, decimals }
        o2c_open_items { customer, due_on, open_minor, currency, length }
        o2c_ageing_row { customer, currency, not_due, buckets, credits, total }
        o2c_ledger_lines {
            account, party, accounted_on, journal, entry, piece, open_minor, currency, letter,
            length
        }
        o2c_lettered_row { row, group, rule, is_carried }
        o2c_open_document { customer, due_on, open_minor, number, number_len }
        o2c_received_payment {
            customer, received_on, amount_minor, remittance, remittance_len
        }
        o2c_matching_input { items, items_len, payments, payments_len, currency, currency_len }
        o2c_matched_row { payment, document, amount_minor, alternative, rule, score }
    };
    let source = Path::new(env!("CARGO_TARGET_TMPDIR")).join("layout.c");
    fs::write(&source, c).unwrap();
    let program = source.with_extension("");
    let include = format!("-I{}", root().join("include").display());
    run(Command::new("gcc").args(["-std=c99", &include]).arg(&source).arg("-o").arg(&program));
    assert_eq!(String::from_utf8(run(&mut Command::new(program)).stdout).unwrap(), rust);
}

/// A project that asks CMake for the package, in the shared and the static way.
const PROJECT: &str = "cmake_minimum_required(VERSION 3.10)
project(shop C)
find_package(o2c 0.1 REQUIRED)
add_executable(shared ${SOURCE})
target_link_libraries(shared PRIVATE o2c::o2c)
add_executable(whole ${SOURCE})
target_link_libraries(whole PRIVATE o2c::static)
";

#[test]
fn cmake_finds_the_package() {
    if !is_there("cmake") {
        eprintln!("cmake is not here: its package was not tried");
        return;
    }
    let project = Path::new(env!("CARGO_TARGET_TMPDIR")).join("project");
    let _ = fs::remove_dir_all(&project);
    fs::create_dir_all(&project).unwrap();
    fs::write(project.join("CMakeLists.txt"), PROJECT).unwrap();
    let source = root().join("o2c-ffi/tests/misuse.c");
    let define = |name: &str, path: &Path| format!("-D{name}={}", path.display());
    let mut configure = Command::new("cmake");
    configure
        .arg("-S")
        .arg(&project)
        .arg("-B")
        .arg(project.join("built"))
        .arg(define("SOURCE", &source))
        .arg(define("CMAKE_PREFIX_PATH", prefix()));
    run(&mut configure);
    run(Command::new("cmake").arg("--build").arg(project.join("built")));
    for program in ["shared", "whole"] {
        run(Command::new(project.join("built").join(program)).arg(settings()));
    }
}

#[test]
fn only_our_names_leave_the_library() {
    let library = prefix().join("lib/libo2c.so.0");
    let names = run(Command::new("nm").args(["-D", "--defined-only"]).arg(&library));
    let names = String::from_utf8(names.stdout).unwrap();
    let exported: Vec<&str> =
        names.lines().filter_map(|line| line.split_whitespace().last()).collect();
    assert!(exported.contains(&"o2c_company_execute"));
    for name in exported {
        assert!(name.starts_with("o2c_"), "{name} leaves the library");
    }
    let dynamic = run(Command::new("readelf").arg("-d").arg(&library));
    assert!(String::from_utf8_lossy(&dynamic.stdout).contains("soname: [libo2c.so.0]"));
}
