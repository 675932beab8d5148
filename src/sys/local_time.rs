//! The local time zone, as libc knows it (TZ, else /etc/localtime, else UTC): what date(1) and
//! ps(1) show.

use std::mem::MaybeUninit;

/// A date and a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Civil {
    /// The year, 0 to 9999.
    pub year: u32,
    /// The month, from 1.
    pub month: u32,
    /// The day of the month, from 1.
    pub day: u32,
    /// The hour, 0 to 23.
    pub hour: u32,
    /// The minute, 0 to 59.
    pub minute: u32,
    /// The second, 0 to 59.
    pub second: u32,
}

/// Why a local time is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unclear {
    /// The clock was set forward over it.
    Skipped,
    /// The clock was set back, so it was twice.
    Twice,
    /// The clock does not go so far.
    OutOfRange,
}

/// The furthest that a clock is set, and the least step: days were skipped and repeated at the date
/// line.
const FURTHEST: libc::time_t = 24 * 3600;
const LEAST: libc::time_t = 15 * 60;

/// The seconds since the epoch of a local time, which mktime(3) alone would guess where the clock
/// was set in the meantime.
///
/// # Errors
///
/// There was no such moment, there were two, or `time_t` cannot hold it.
pub(crate) fn seconds(civil: Civil) -> Result<libc::time_t, Unclear> {
    // SAFETY: all bits zero is a struct tm: numbers, and a null pointer where it has a zone's name.
    let mut fields: libc::tm = unsafe { MaybeUninit::zeroed().assume_init() };
    let set = |field: &mut libc::c_int, value: u32| *field = value as libc::c_int;
    fields.tm_year = civil.year as libc::c_int - 1900;
    fields.tm_mon = civil.month as libc::c_int - 1;
    set(&mut fields.tm_mday, civil.day);
    set(&mut fields.tm_hour, civil.hour);
    set(&mut fields.tm_min, civil.minute);
    set(&mut fields.tm_sec, civil.second);
    fields.tm_isdst = -1;
    // SAFETY: the structure is ours.
    let seconds = unsafe { libc::mktime(&raw mut fields) };
    if seconds == -1 {
        return Err(Unclear::OutOfRange);
    }
    if civil_of(seconds) != Some(civil) {
        return Err(Unclear::Skipped);
    }
    let steps = (1..=FURTHEST / LEAST).map(|step| step * LEAST);
    for moment in
        steps.flat_map(|step| [seconds.checked_sub(step), seconds.checked_add(step)]).flatten()
    {
        if civil_of(moment) == Some(civil) {
            return Err(Unclear::Twice);
        }
    }
    Ok(seconds)
}

/// The local time of a moment.
fn civil_of(seconds: libc::time_t) -> Option<Civil> {
    let mut fields = MaybeUninit::<libc::tm>::zeroed();
    // SAFETY: both pointers are to what is ours; localtime_r(3) fills the structure or gives null.
    if unsafe { libc::localtime_r(&raw const seconds, fields.as_mut_ptr()) }.is_null() {
        return None;
    }
    // SAFETY: it was filled, and all bits zero would do, too.
    let fields = unsafe { fields.assume_init() };
    Some(Civil {
        year: u32::try_from(fields.tm_year + 1900).ok()?,
        month: fields.tm_mon as u32 + 1,
        day: fields.tm_mday as u32,
        hour: fields.tm_hour as u32,
        minute: fields.tm_min as u32,
        second: fields.tm_sec as u32,
    })
}
