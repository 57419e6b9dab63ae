//! Misuse that only a test can provoke: a panic inside, and what the handle is worth after it.

use super::*;
use crate::error::{o2c_error_code, o2c_error_free, o2c_error_json, o2c_error_message};
use crate::error::{o2c_error_number, o2c_error_path};
use crate::status::{O2C_NULL_POINTER, O2C_OK, O2C_PANICKED, O2C_POISONED};
use crate::text::{o2c_string_free, o2c_text};
use core::ptr;

const SETTINGS: &str = include_str!("../../examples/settings.json");

/// Handles may be shared between threads.
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<o2c_company>();
};

fn founded() -> *mut o2c_company {
    let mut company = ptr::null_mut();
    // SAFETY: a living text and a place to write to.
    let status = unsafe {
        let settings = SETTINGS.as_ptr().cast::<c_char>();
        o2c_company_found(settings, SETTINGS.len(), &raw mut company, ptr::null_mut())
    };
    assert_eq!(status, O2C_OK);
    company
}

fn read(text: o2c_text) -> String {
    // SAFETY: the error that owns the text lives.
    let bytes = unsafe { std::slice::from_raw_parts(text.data.cast::<u8>(), text.len) };
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn no_text() -> o2c_string {
    o2c_string { data: ptr::null_mut(), len: 77 }
}

#[test]
fn a_panic_is_a_status_and_poisons_the_handle_alone() {
    for is_a_command in [false, true] {
        let (company, other) = (founded(), founded());
        // SAFETY: both companies live.
        let (poisoned, healthy) = unsafe { (&*company, &*other) };
        let failed = if is_a_command {
            poisoned.tell(|_| -> Result<(), Error> { panic!("provoked {}", 7) })
        } else {
            poisoned.ask(|_| -> Result<(), Error> { panic!("provoked {}", 7) })
        };
        let failure = failed.unwrap_err();
        assert_eq!(failure.status, O2C_PANICKED);
        let mut error = ptr::null_mut();
        // SAFETY: `error` may be written and is freed once.
        unsafe {
            assert_eq!(failure.hand_over(&raw mut error), O2C_PANICKED);
            assert_eq!(o2c_error_number(error), 17);
            assert_eq!(read(o2c_error_code(error)), "door.panicked");
            assert!(read(o2c_error_message(error)).contains("provoked 7"));
            o2c_error_free(error);
        }

        let mut out = no_text();
        let mut copy = ptr::null_mut();
        let empty = "[]".as_ptr().cast::<c_char>();
        let none = ptr::null_mut();
        // SAFETY: living companies, living texts, outputs that may be written.
        unsafe {
            let refused = [
                o2c_company_history(company, &raw mut out, none),
                o2c_company_execute(company, empty, 2, &raw mut out, none),
                o2c_company_decide(company, empty, 2, &raw mut out, none),
                o2c_company_preview(company, empty, 2, &raw mut out, none),
                o2c_company_batch(company, empty, 2, &raw mut out, none),
                o2c_company_report(company, empty, 2, &raw mut out, none),
                o2c_company_fork(company, &raw mut copy, none),
            ];
            assert_eq!(refused, [O2C_POISONED; 7]);
            assert!(out.data.is_null() && out.len == 77 && copy.is_null());
            assert_eq!(o2c_company_history(other, &raw mut out, none), O2C_OK);
            o2c_string_free(&raw mut out);
            o2c_company_free(company);
            o2c_company_free(other);
        }
        let _ = healthy;
    }
}

#[test]
fn an_error_tells_the_argument_that_is_null() {
    let company = founded();
    let mut error = ptr::null_mut();
    let mut out = no_text();
    // SAFETY: the company lives, the outputs may be written.
    unsafe {
        let status = o2c_company_execute(company, ptr::null(), 3, &raw mut out, &raw mut error);
        assert_eq!(status, O2C_NULL_POINTER);
        assert_eq!(read(o2c_error_path(error)), "command");
        assert_eq!(read(o2c_error_message(error)), "command is NULL");
        assert!(read(o2c_error_json(error)).contains("door.null_pointer"));
        o2c_error_free(error);
        o2c_company_free(company);
    }
    assert!(out.data.is_null() && out.len == 77);
}

#[test]
fn threads_share_a_company() {
    let company = founded();
    // SAFETY: the company outlives the threads.
    let shared = unsafe { &*company };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..50 {
                    let history = shared.ask(json::history).unwrap();
                    let refused = shared.tell(|company| json::execute(company, "{"));
                    assert!(!history.is_empty());
                    assert!(refused.is_err());
                }
            });
        }
    });
    // SAFETY: no other thread uses it any more.
    unsafe { o2c_company_free(company) };
}
