//! The program `prongsai`.

fn main() -> std::process::ExitCode {
    prongsai::cli::main()
}
