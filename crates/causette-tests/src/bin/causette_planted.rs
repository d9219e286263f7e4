//! The program with faults compiled in, which `CAUSETTE_PLANT` chooses among: what a harness must catch, or it proves nothing.

fn main() -> std::process::ExitCode {
    causette::main()
}
