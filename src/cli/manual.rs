//! Man pages in mdoc(7), generated from the declarations.
