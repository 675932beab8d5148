//! A later signal, to all that are left.

use std::collections::HashSet;
use std::rc::Rc;

use super::account::Account;
use super::followed::Followed;
use super::following::{FollowedGroup, Following};
use super::order::{Order, Wait};
use super::outcome::Missed;
use crate::process::handle::Handle;
use crate::signal::SignalOrNull;
use crate::sys::Errno;
use crate::sys::deliver::Target;

/// Sends it to the groups that are followed as a whole, and to the others one by one.
pub(super) fn send(
    order: &Order,
    signal: SignalOrNull,
    following: &mut Following,
    account: &mut Account,
) {
    following.find_newcomers();
    let mut sent_with_group = HashSet::new();
    for group in &mut following.groups {
        let sent = send_to_group(group, &mut following.alive, signal, account);
        sent_with_group.extend(sent);
    }
    following.alive.retain_mut(|followed| {
        if sent_with_group.contains(&Rc::as_ptr(&followed.handle)) {
            return true;
        }
        account.reporter.announce_follow_up(signal, followed.handle.pid().get());
        match order.send(&followed.handle, signal) {
            Ok(()) => followed.was_sent(signal),
            // It ended in time. The next look reports how.
            Err(Errno::ESRCH) => {}
            Err(error) => {
                count_missed(followed, error.into(), account);
                return order.wait != Wait::Not;
            }
        }
        true
    });
}

/// Sends it to a group as a whole, so that none of its processes forks in the meantime; gives those
/// that got it with the group. Those that have left the group since they were held have not.
fn send_to_group(
    FollowedGroup { group, missed, .. }: &mut FollowedGroup,
    alive: &mut [Followed],
    signal: SignalOrNull,
    account: &mut Account,
) -> Vec<*const Handle> {
    let number = Some(group.number());
    let members =
        alive.iter_mut().filter(|followed| followed.group == number && group.has(&followed.handle));
    let members: Vec<&mut Followed> = members.collect();
    if members.is_empty() {
        return Vec::new();
    }
    // The group is signalled if one of its processes is; to some of them this may not be allowed.
    let allowed: Vec<bool> =
        members.iter().map(|member| member.send(None, None) != Err(Errno::EPERM)).collect();
    let target = Target::Group(group.number()).as_kill_argument();
    account.reporter.announce_follow_up(signal, target);
    let subject = target.to_string();
    let result = group.send(signal);
    match result {
        // It ended in time, or its identity is not certain any more. Then its processes are
        // signalled one by one.
        Err(Errno::ESRCH) => return Vec::new(),
        Err(error) if *missed => account.reporter.missed(subject.as_bytes(), &error.into()),
        Err(error) => {
            *missed = true;
            account.count_missed_later(subject.as_bytes(), error.into());
        }
        Ok(()) => {}
    }
    let mut sent = Vec::new();
    for (member, allowed) in members.into_iter().zip(allowed) {
        // A process that has just left the group may have done so before the signal. A process that
        // does not exist any more needs none.
        if group.has(&member.handle) || member.send(None, None) == Err(Errno::ESRCH) {
            sent.push(Rc::as_ptr(&member.handle));
            if allowed && result.is_ok() {
                member.was_sent(signal);
            }
        }
    }
    sent
}

/// A later signal could not be sent to a process that is still there: it was signalled, and now it
/// counts as missed, once.
pub(super) fn count_missed(followed: &mut Followed, missed: Missed, account: &mut Account) {
    let subject = followed.handle.pid().to_string();
    let subject = subject.as_bytes();
    match (followed.missed, followed.group) {
        (true, _) => account.reporter.missed(subject, &missed),
        // It has left its group, and the group itself was signalled.
        (false, Some(_)) => account.count(subject, Err(missed)),
        (false, None) => account.count_missed_later(subject, missed),
    }
    followed.missed = true;
}
