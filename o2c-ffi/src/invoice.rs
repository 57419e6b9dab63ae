//! Invoice figures from rows, for programs that price many documents.

use crate::error::{Failure, o2c_error};
use crate::guard::{answer_handle, free};
use crate::status::o2c_status;
use crate::text::{column, rows, text};
use core::ffi::c_char;
use o2c_core::error::{Error, Path};
use o2c_core::invoice::compute::{Computation, Figures};
use o2c_core::money::{Currency, Exact, Money, Percent, UnitPrice};
use o2c_core::pricing::{Adjustment, LineAmounts, Price};
use o2c_core::tax::{Group, Vat, VatCategory};

/// An exact figure: `mantissa` divided by ten to the power of `places`. `{125, 3}` is 0.125,
/// `{20, 0}` is 20. At most 10 places and 18 digits once trailing zeros are dropped.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct o2c_exact {
    /// The digits, with the sign.
    pub mantissa: i64,
    /// How many of the digits stand behind the point.
    pub places: u32,
}

/// A line to invoice.
///
/// ```c
/// o2c_invoice_line line = {{7, 0}, {1000, 2}, {3, 0}, {5, 0}, {20, 0}, "S"};
/// ```
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct o2c_invoice_line {
    /// How much; negative where something is taken back (BT-129).
    pub quantity: o2c_exact,
    /// What one base quantity costs, without VAT (BT-146).
    pub price: o2c_exact,
    /// The quantity the price is for, above zero, mostly `{1, 0}` (BT-149).
    pub base_quantity: o2c_exact,
    /// The line's allowance in percent, `{0, 0}` for none, at most 100 (BT-138).
    pub allowance_percent: o2c_exact,
    /// The VAT rate in percent, zero where the category bears none (BT-152).
    pub vat_rate: o2c_exact,
    /// The VAT category, `S`, `Z`, `E`, `AE`, `K`, `G`, `O`, `L` or `M`, with a NUL behind it
    /// (BT-151).
    pub vat_category: [c_char; 4],
}

/// What a line comes to, in minor units.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct o2c_line_amounts {
    /// Quantity times price, rounded once.
    pub goods: i64,
    /// The line's allowances.
    pub allowances: i64,
    /// The line's charges.
    pub charges: i64,
    /// Goods less allowances plus charges (BT-131).
    pub net: i64,
}

/// The VAT of one category and rate, amounts in minor units (BG-23).
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct o2c_vat_group {
    /// The rate in percent.
    pub rate: o2c_exact,
    /// What the VAT is computed on (BT-116).
    pub base: i64,
    /// The VAT, rounded once (BT-117).
    pub amount: i64,
    /// The category, with a NUL behind it.
    pub category: [c_char; 4],
}

/// The totals of a document, in minor units.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct o2c_invoice_totals {
    /// Without VAT (BT-109).
    pub net: i64,
    /// The VAT (BT-110).
    pub vat: i64,
    /// With VAT (BT-112).
    pub gross: i64,
    /// How many decimals a minor unit of the currency has: 2 for EUR, 0 for JPY, 3 for KWD.
    pub decimals: u32,
}

/// What an invoice comes to: made by `o2c_invoice_compute`, ended by `o2c_figures_free`. It never
/// changes.
pub struct o2c_figures {
    lines: Box<[o2c_line_amounts]>,
    vat: Box<[o2c_vat_group]>,
    totals: o2c_invoice_totals,
}

/// Works out an invoice from rows: every line rounded on its own, VAT once per category and rate,
/// half away from zero. Allowances and charges of the whole document, prepayments and terms go
/// through `o2c_calculate`, which does the same sums.
///
/// Fails with `O2C_REFUSED` (the path names the row, such as `lines[2].quantity`),
/// `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`, `O2C_PANICKED`. `figures` is the
/// caller's: end it with `o2c_figures_free`.
///
/// ```c
/// o2c_figures *figures = NULL;
/// if (o2c_invoice_compute("EUR", 3, lines, 2, &figures, &error) == O2C_OK) {
///     o2c_invoice_totals totals = o2c_figures_totals(figures);
///     printf("%" PRId64 "\n", totals.gross);
/// }
/// o2c_figures_free(figures);
/// ```
///
/// # Safety
/// `currency` has `currency_len` bytes, `lines` has `lines_len` rows, the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_invoice_compute(
    currency: *const c_char,
    currency_len: usize,
    lines: *const o2c_invoice_line,
    lines_len: usize,
    figures: *mut *mut o2c_figures,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_handle("figures", figures, error, || {
            let currency = text("currency", currency, currency_len)?;
            let lines = column("lines", lines, lines_len)?;
            worked_out(currency, lines).map_err(Failure::refused)
        })
    }
}

/// What each line comes to, in the order of the rows: `*lines_len` rows that belong to `figures`.
/// NULL and no rows for NULL; `lines_len` may be NULL.
///
/// ```c
/// size_t lines_len = 0;
/// const o2c_line_amounts *lines = o2c_figures_lines(figures, &lines_len);
/// ```
///
/// # Safety
/// `figures` is NULL or lives; `lines_len` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_figures_lines(
    figures: *const o2c_figures,
    lines_len: *mut usize,
) -> *const o2c_line_amounts {
    // SAFETY: the caller vouches for the handle and the output.
    unsafe { rows(figures.as_ref().map(|figures| &*figures.lines), lines_len) }
}

/// The VAT per category and rate, in the order of both: `*groups_len` rows that belong to
/// `figures`. NULL and no rows for NULL; `groups_len` may be NULL.
///
/// ```c
/// size_t groups_len = 0;
/// const o2c_vat_group *groups = o2c_figures_vat(figures, &groups_len);
/// ```
///
/// # Safety
/// `figures` is NULL or lives; `groups_len` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_figures_vat(
    figures: *const o2c_figures,
    groups_len: *mut usize,
) -> *const o2c_vat_group {
    // SAFETY: the caller vouches for the handle and the output.
    unsafe { rows(figures.as_ref().map(|figures| &*figures.vat), groups_len) }
}

/// The totals of the document; all zero for NULL.
///
/// ```c
/// int64_t gross = o2c_figures_totals(figures).gross;
/// ```
///
/// # Safety
/// `figures` is NULL or lives.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_figures_totals(figures: *const o2c_figures) -> o2c_invoice_totals {
    // SAFETY: the caller vouches for the handle.
    unsafe { figures.as_ref() }.map_or(o2c_invoice_totals::default(), |figures| figures.totals)
}

/// Ends figures and the rows taken from them. NULL is left alone.
///
/// ```c
/// o2c_figures_free(figures);
/// ```
///
/// # Safety
/// `figures` is NULL or lives and is used by nobody else; it ends here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_figures_free(figures: *mut o2c_figures) {
    // SAFETY: passed on from the caller.
    unsafe { free(figures) }
}

fn worked_out(currency: &str, lines: &[o2c_invoice_line]) -> Result<o2c_figures, Error> {
    let currency: Currency = currency.parse().map_err(at("currency"))?;
    let mut computation = Computation::with_capacity(currency, lines.len());
    for (index, line) in lines.iter().enumerate() {
        add_line(&mut computation, line).map_err(|error| Error {
            path: Path::field(&error.path).inside_index("lines", index).to_string(),
            ..error
        })?;
    }
    Ok(shown(&computation.finish(&[], None, None)?, currency))
}

fn add_line(computation: &mut Computation, line: &o2c_invoice_line) -> Result<(), Error> {
    let quantity = exact("quantity", line.quantity)?;
    let price = UnitPrice::new(exact("price", line.price)?).map_err(at("price"))?;
    let category = category_of(&line.vat_category)?;
    let rate = percent("vat_rate", line.vat_rate)?;
    let vat = Vat::new(category, rate).map_err(at("vat_rate"))?;
    let base_quantity = exact("base_quantity", line.base_quantity)?;
    let allowance = percent("allowance_percent", line.allowance_percent)?;
    let price = Price::Net(price);
    if allowance.exact().is_zero() {
        computation.line(quantity, &price, base_quantity, &[], vat)?;
    } else {
        let allowance = [Adjustment::allowance_percent(allowance)];
        computation.line(quantity, &price, base_quantity, &allowance, vat)?;
    }
    Ok(())
}

fn exact(field: &'static str, figure: o2c_exact) -> Result<Exact, Error> {
    Exact::new(figure.mantissa.into(), figure.places).map_err(at(field))
}

fn percent(field: &'static str, figure: o2c_exact) -> Result<Percent, Error> {
    Percent::new(exact(field, figure)?).map_err(at(field))
}

fn category_of(code: &[c_char; 4]) -> Result<VatCategory, Error> {
    let letters = code.map(|letter| letter.to_ne_bytes()[0]);
    let length = letters.iter().position(|letter| *letter == 0).unwrap_or(letters.len());
    // What is no ASCII is no category: the empty text is refused like any other unknown code.
    let code = core::str::from_utf8(&letters[..length]).unwrap_or("");
    code.parse().map_err(at("vat_category"))
}

/// A refusal with the name of the field of the row that it is about.
fn at<R: Into<Error>>(field: &'static str) -> impl Fn(R) -> Error {
    move |refusal| Error { path: field.to_string(), ..refusal.into() }
}

fn shown(figures: &Figures, currency: Currency) -> o2c_figures {
    o2c_figures {
        lines: figures.lines.iter().map(shown_line).collect(),
        vat: figures.breakdown.groups.iter().map(shown_group).collect(),
        totals: o2c_invoice_totals {
            net: figures.net.minor(),
            vat: figures.vat.minor(),
            gross: figures.gross.minor(),
            decimals: currency.decimals().into(),
        },
    }
}

fn shown_line(line: &LineAmounts) -> o2c_line_amounts {
    let [goods, allowances, charges, net] =
        [line.goods, line.allowances, line.charges, line.net].map(Money::minor);
    o2c_line_amounts { goods, allowances, charges, net }
}

fn shown_group(group: &Group) -> o2c_vat_group {
    let mut category: [c_char; 4] = [0; 4];
    for (place, letter) in category.iter_mut().take(3).zip(group.vat.category().code().bytes()) {
        *place = c_char::from_ne_bytes([letter]);
    }
    let rate = group.vat.rate().exact();
    o2c_vat_group {
        rate: o2c_exact { mantissa: rate.mantissa(), places: rate.places().into() },
        base: group.base.minor(),
        amount: group.amount.minor(),
        category,
    }
}
