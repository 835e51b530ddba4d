//! Makes the program notice when the pages it embeds were built.

fn main() {
    // Without the folder, Cargo would take it for changed at every build.
    if let Err(error) = std::fs::create_dir_all("web/dist") {
        println!("cargo:warning=web/dist cannot be made: {error}");
    }
    println!("cargo:rerun-if-changed=web/dist");
    println!("cargo:rerun-if-changed=build.rs");
}
