//! The program `causette`.

fn main() -> std::process::ExitCode {
    causette::main()
}
