//! R1 to R37 of the requirements.

use crate::support::*;

#[test]
fn r1_a_process_gets_term() {
    let mut victim = Victim::start("report");
    run([victim.pid.to_string()]).succeeds();
    victim.got(15);
    victim.got_nothing();
}
