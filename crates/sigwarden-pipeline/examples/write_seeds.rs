//! Writes what fuzzing begins from: `write_seeds FOLDER` makes `FOLDER/<target>/<number>`. `scripts/fuzz.sh` runs it.
//!
//! It stands here and not with the fuzz targets because those are built for libFuzzer, which brings its own `main`.

#[allow(dead_code, unreachable_pub, unused_imports, reason = "the fuzz targets use the rest")]
#[path = "../../../fuzz/src/lib.rs"]
mod doors;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "fuzz/corpus".to_owned());
    for (target, _) in doors::DOORS {
        let folder = Path::new(&folder).join(target);
        std::fs::create_dir_all(&folder)?;
        for (number, seed) in doors::seeds::of(target).iter().enumerate() {
            std::fs::write(folder.join(number.to_string()), seed)?;
        }
    }
    Ok(())
}
