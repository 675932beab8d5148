mod conditions;
mod running;
mod showing;
mod support;
