//! The look of the format for people.

/// The look of the text format.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) colors: bool,
    /// The columns of the terminal, or of what stands for one.
    pub(crate) width: usize,
}
