//! Whole IRC conversations against the door alone are in the end-to-end tests; here is what needs no server.
