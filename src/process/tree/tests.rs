//! Trees in a world that is in memory alone: no process is stopped, and no time passes.

mod blocking;
mod deliver;
mod precautions;
mod roots;
mod search;
mod settle;
mod visit;
mod world;
